package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Phase;
import dev.darkroom.testing.TraceCollector;
import dev.darkroom.testing.TraceCollector.Span;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A job is one trace, however many visits it takes. */
@QuarkusTest
@TestProfile(TracesTest.Traced.class)
@QuarkusTestResource(value = TracesTest.Collector.class, restrictToAnnotatedClass = true)
class TracesTest extends ServerTest {
  /** Set by the resource below. */
  @Nullable TraceCollector collector;

  private List<Span> spans() {
    return Objects.requireNonNull(collector).spans();
  }

  /** Spans come at once. */
  public static final class Traced implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.otel.bsp.schedule.delay", "100ms");
    }
  }

  /** Where the server sends them. */
  public static final class Collector implements QuarkusTestResourceLifecycleManager {
    private @Nullable TraceCollector collector;

    @Override
    public Map<String, String> start() {
      try {
        collector = TraceCollector.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of("darkroom.traces-endpoint", collector.url().toString());
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(
          Objects.requireNonNull(collector), new TestInjector.MatchesType(TraceCollector.class));
    }

    @Override
    public void stop() {
      if (collector != null) {
        collector.close();
      }
    }
  }

  @Test
  void allVisitsAndCallsOfAJobAreOneTrace() {
    String photo = uploaded(Photos.png(64, 48));
    // A trouble, so that it must be visited again.
    emulator.cruelty().next(Call.STATUS, Way.json(503, "away"));
    String first = upscaled(photo);
    assertEquals(Phase.COMPLETED, ended(first).phase());
    String second = upscaled(photo);
    assertEquals(Phase.COMPLETED, ended(second).phase());
    // A job ends within its last step, which is told after it.
    await().until(() -> lives().stream().filter(this::isWhole).count() == 2);

    List<Span> spans = spans();
    Set<String> traces = lives().stream().map(Span::trace).collect(toSet());
    assertEquals(2, traces.size());
    for (Span life : lives()) {
      assertEquals("", life.parent());
      List<Span> all = spans.stream().filter(s -> s.trace().equals(life.trace())).toList();
      List<Span> visits = named(all, "visit");
      assertTrue(visits.size() >= 2, all::toString);
      visits.forEach(visit -> assertEquals(life.id(), visit.parent()));
      assertBelow(visits, named(all, "step submit"));
      assertBelow(visits, named(all, "step poll"));
      assertBelow(visits, named(all, "step store"));
      assertBelow(named(all, "step poll"), named(all, "provider status"));
      assertBelow(named(all, "step poll"), named(all, "provider result"));
      assertEquals(1, named(all, "provider submit").size());
    }
    // Requests are traces of their own.
    List<Span> posts = named(spans, "POST /api/tools/upscale");
    assertEquals(2, posts.size(), spans::toString);
    posts.forEach(post -> assertTrue(!traces.contains(post.trace())));
    assertNotEquals(posts.getFirst().trace(), posts.getLast().trace());
  }

  @Test
  void whatStandsInTheQueryOfAnAddressIsInNoTrace() {
    assertEquals(200, given().get("/api/jobs?limit=1&signature=hush").statusCode());
    List<Span> asked =
        await().until(() -> named(spans(), "GET /api/jobs"), found -> !found.isEmpty());
    Map<String, String> said = asked.getLast().texts();
    assertEquals("/api/jobs", said.get("url.path"), said::toString);
    assertTrue(said.values().stream().noneMatch(text -> text.contains("hush")), said::toString);
  }

  private List<Span> lives() {
    return named(spans(), "job upscale");
  }

  private boolean isWhole(Span life) {
    List<Span> all = spans().stream().filter(s -> s.trace().equals(life.trace())).toList();
    Set<String> visits = named(all, "visit").stream().map(Span::id).collect(toSet());
    return Stream.of("step submit", "step store")
        .allMatch(step -> named(all, step).stream().anyMatch(s -> visits.contains(s.parent())));
  }

  private static List<Span> named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  private static void assertBelow(List<Span> parents, List<Span> spans) {
    Set<String> ids = parents.stream().map(Span::id).collect(toSet());
    assertTrue(!spans.isEmpty());
    spans.forEach(span -> assertTrue(ids.contains(span.parent()), span::toString));
  }
}
