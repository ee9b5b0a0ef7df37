package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.testing.SseReader;
import dev.darkroom.testing.SseReader.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * How many are ahead, as a stream tells it. Its jobs of tomorrow are before all others in lists.
 */
@QuarkusTest
@TestProfile(PositionTest.Alone.class)
class PositionTest extends ServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject EventStreams streams;
  @Inject JobStore store;

  /** A server of its own. */
  public static class Alone implements QuarkusTestProfile {}

  @Test
  void whoWatchesAJobThatWaitsHearsHowManyAreAheadOfIt() throws Exception {
    String ahead = waiting();
    String id = waiting();
    try (SseReader reader =
        new SseReader(RestAssured.port, "/api/jobs/" + id + "/events", null, Long.MAX_VALUE)) {
      assertEquals("open", next(reader).name());
      assertEquals("admitted", next(reader).name());
      streams.beat();
      assertPosition(id, 1, next(reader));
      given().post("/api/jobs/" + ahead + "/cancel");
      streams.beat();
      assertPosition(id, 0, next(reader));
      given().post("/api/jobs/" + id + "/cancel");
      assertEquals("cancelled", next(reader).name());
      streams.beat();
      assertNull(reader.next());
    }
  }

  private static void assertPosition(String jobId, int ahead, Event event) throws IOException {
    assertEquals("position", event.name());
    assertEquals("", event.id(), "it is no line, so nobody goes on from it");
    JsonNode body = JSON.readTree(event.data());
    assertEquals(jobId, body.get("jobId").asText());
    assertEquals(ahead, body.get("queuePosition").asInt());
  }

  /** The id of a job of tomorrow, which no worker takes up today. */
  private String waiting() {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    NewJob job = Fixtures.told(USER, null, tomorrow);
    return assertInstanceOf(Admission.Admitted.class, store.admit(job)).job().id();
  }

  private static Event next(SseReader reader) throws IOException {
    Event event = reader.next();
    assertNotNull(event, "the stream has ended");
    return event;
  }
}
