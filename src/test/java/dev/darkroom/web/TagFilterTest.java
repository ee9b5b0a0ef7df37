package dev.darkroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.TestClock;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** By which answers a reader knows that it has the same already. */
class TagFilterTest {
  private static final Map<String, String> RUNNING = Map.of("id", "a", "phase", "running");

  private final TestClock clock = new TestClock(Fixtures.NOON);
  private final TagFilter filter = new TagFilter(new ObjectMapper(), clock);

  private static Map<String, Object> done(String signature) {
    return Map.of("id", "a", "result", Map.of("url", "https://x.example/a.png?" + signature));
  }

  /** Of an answer in full, whose fields have one order. */
  private String tag(Map<String, ?> fields) {
    Object body = new TreeMap<>(fields);
    MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
    ContainerResponseContext answer =
        framework(
            ContainerResponseContext.class,
            Map.of("getStatus", 200, "hasEntity", true, "getEntity", body, "getHeaders", headers));
    filter.filter(framework(ContainerRequestContext.class, Map.of()), answer);
    return String.valueOf(headers.getFirst(HttpHeaders.ETAG));
  }

  /** What the framework hands over, as far as it is asked for. */
  private static <T> T framework(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> answers.get(method.getName())));
  }

  @Test
  void whatChangesChangesTheTag() {
    assertEquals(tag(RUNNING), tag(Map.of("id", "a", "phase", "running", "etaSeconds", 7)));
    assertNotEquals(tag(RUNNING), tag(Map.of("id", "a", "phase", "storing")));
    assertNotEquals(tag(RUNNING), tag(Map.of("id", "b", "phase", "running")));
  }

  @Test
  void anAddressThatIsSignedAnewIsNoChangeUntilTheOldOneGrowsOld() {
    String first = tag(done("one"));
    clock.advance(Duration.ofMinutes(14));
    assertEquals(first, tag(done("two")));
    clock.advance(Duration.ofMinutes(1));
    assertNotEquals(first, tag(done("two")));

    String without = tag(RUNNING);
    clock.advance(Duration.ofDays(1));
    assertEquals(without, tag(RUNNING), "nothing in it grows old");
  }
}
