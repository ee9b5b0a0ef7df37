package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Terms;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many jobs of several users, page by page, while more come in. */
@QuarkusTest
@TestProfile(AdminListingTest.Own.class)
class AdminListingTest extends ServerTest {
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final List<String> USERS =
      List.of("ann@example.org", "ben@example.org", "cid@example.org");
  private static final List<String> TYPES = List.of("image", "video", "upscale", "studio");

  /** Its jobs are of a future that never comes, so that no worker takes them up. */
  public static final class Own implements QuarkusTestProfile {}

  @Inject JobStore store;

  private String admitted(String user, String type) {
    Instant later = Instant.now().plus(Duration.ofDays(1));
    NewJob job =
        new NewJob(
            IDS.generate().toString(),
            new Draft(
                user,
                type,
                JsonNodeFactory.instance.objectNode().put("source", "a.png"),
                0,
                Duration.ofMinutes(30),
                new Terms.Order(null)),
            later,
            later.plusSeconds(900),
            later.plusSeconds(1800),
            10_000,
            Duration.ofHours(24));
    return assertInstanceOf(Admission.Admitted.class, store.admit(job)).job().id();
  }

  private static List<Map<String, Object>> all(String query) {
    List<Map<String, Object>> seen = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      Response page = given().get("/api/admin/jobs?limit=37" + query + cursor);
      assertEquals(200, page.statusCode(), page.asString());
      seen.addAll(page.path("items"));
      String next = page.path("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    }
    return seen;
  }

  private static List<Object> ids(List<Map<String, Object>> jobs) {
    return jobs.stream().map(job -> Objects.requireNonNull(job.get("id"))).toList();
  }

  @Test
  void noneOfManyIsMissedOrSeenTwiceWhileMoreComeIn() throws Exception {
    List<String> there = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      there.addFirst(admitted(USERS.get(i % 3), TYPES.get(i % 4)));
    }
    AtomicBoolean over = new AtomicBoolean();
    Thread newcomers =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!over.get()) {
                    admitted(USERS.getFirst(), "image");
                  }
                });
    List<Object> seen = ids(all(""));
    List<Object> videos = ids(all("&type=video&status=pending"));
    List<Object> ofBen = ids(all("&user=ben@example.org"));
    over.set(true);
    newcomers.join();

    // Those that came before the first page are there, and only once; newer ones may be.
    assertEquals(there, seen.subList(seen.size() - 300, seen.size()));
    assertEquals(seen.size(), seen.stream().distinct().count());
    assertEquals(75, videos.size());
    assertEquals(100, ofBen.size());
    assertTrue(all("&error=TIMED_OUT").isEmpty());
    Response user = given().get("/api/admin/users?q=ben");
    assertEquals(100, user.<Integer>path("items[0].unfinished"));
    Response queue = given().get("/api/admin/provider");
    assertTrue(queue.<Integer>path("waiting") >= 300, queue.asString());
  }
}
