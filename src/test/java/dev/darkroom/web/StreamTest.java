package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Phase;
import dev.darkroom.testing.SseReader;
import dev.darkroom.testing.SseReader.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Watching jobs: by streams that are cut and go on, by polling, and by waiting. */
@QuarkusTest
class StreamTest extends ServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CUTS = 20;

  private final byte[] photo = Photos.png(64, 48);
  @Inject EventStreams streams;

  private static SseReader read(String path, @Nullable String last, long bytes) throws IOException {
    return new SseReader(RestAssured.port, path, last, bytes);
  }

  private static SseReader read(String path, @Nullable String last) throws IOException {
    return read(path, last, Long.MAX_VALUE);
  }

  private static String ofJob(String id) {
    return "/api/jobs/" + id + "/events";
  }

  /** The events of a job as a poll tells them. */
  private static List<JsonNode> polled(String id) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    JSON.readTree(given().get("/api/jobs/" + id).asString()).get("events").forEach(events::add);
    return events;
  }

  private static List<JsonNode> data(List<Event> events) throws IOException {
    List<JsonNode> data = new ArrayList<>();
    for (Event event : events) {
      data.add(JSON.readTree(event.data()));
    }
    return data;
  }

  @Test
  void aStreamTellsTheWholeLogAndEndsWithTheJob() throws Exception {
    String id = upscaled(uploaded(photo));
    List<Event> events;
    try (SseReader reader = read(ofJob(id), null)) {
      assertEquals("HTTP/1.0 200 OK", reader.status);
      events = reader.all();
    }
    assertEquals("open", events.removeFirst().name());
    assertEquals(polled(id), data(events));
    assertEquals("completed", events.getLast().name());
    List<String> ids = events.stream().map(Event::id).toList();
    assertEquals(
        jobs.events(ended(id)).stream().map(JobEvent::seq).map(String::valueOf).toList(), ids);

    Response again = given().header("Last-Event-ID", ids.getLast()).get(ofJob(id));
    assertEquals(204, again.statusCode(), "a browser comes no more after this");
    assertEquals(204, given().get(ofJob(id) + "?after=" + ids.getLast()).statusCode());
  }

  @Test
  void aStreamThatIsCutAgainAndAgainMissesNothingAndRepeatsNothing() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String from = Long.toString(jobs.lastEvent(USER));
    String key = uploaded(photo);
    for (int factor = 20; factor < 28; factor++) {
      accepted(upscale("{\"r2_key\":\"%s\",\"upscale_factor\":%s}".formatted(key, factor / 10.0)));
    }
    List<Event> told = new ArrayList<>();
    String last = from;
    int cuts = 0;
    while (cuts < CUTS || !allEnded()) {
      try (SseReader reader = read("/api/events", last, 150 + random.nextInt(600))) {
        List<Event> some = reader.all();
        some.removeIf(event -> event.name().equals("open"));
        told.addAll(some);
        last = some.isEmpty() ? last : some.getLast().id();
      }
      cuts++;
    }
    List<JobEvent> log = jobs.eventsOfUser(USER, Long.parseLong(from), 10_000);
    while (told.size() < log.size()) {
      try (SseReader reader = read("/api/events?after=" + last, null)) {
        assertEquals("open", assertNotNullEvent(reader.next()).name());
        told.add(assertNotNullEvent(reader.next()));
        last = told.getLast().id();
      }
    }
    assertEquals(
        log.stream().map(line -> line.n() + " " + line.jobId() + " " + line.kind()).toList(),
        told.stream().map(StreamTest::words).toList(),
        () -> "seed " + seed);
    assertTrue(log.size() >= 8 * 5, () -> "only " + log.size() + " lines");
  }

  private static Event assertNotNullEvent(@Nullable Event event) {
    assertNotNull(event);
    return event;
  }

  private static String words(Event event) {
    try {
      String job = JSON.readTree(event.data()).get("jobId").asText();
      return event.id() + " " + job + " " + event.name();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean allEnded() {
    return allJobs().stream().map(Job::phase).allMatch(Phase::terminal);
  }

  @Test
  void aStreamOfAllJobsBeginsNow() throws Exception {
    ended(upscaled(uploaded(photo)));
    try (SseReader reader = read("/api/events", null)) {
      Event open = assertNotNullEvent(reader.next());
      assertEquals("open", open.name());
      assertEquals(Long.toString(jobs.lastEvent(USER)), open.id());
      String id = upscaled(uploaded(photo));
      Event first = assertNotNullEvent(reader.next());
      assertEquals("admitted", first.name());
      assertEquals(id, JSON.readTree(first.data()).get("jobId").asText());
    }
  }

  @Test
  void whoKnowsLinesThatAreNotThereIsToldSo() throws Exception {
    String id = upscaled(uploaded(photo));
    ended(id);
    try (SseReader reader = read(ofJob(id), "4711")) {
      List<Event> events = reader.all();
      assertEquals("reset", events.removeFirst().name());
      assertEquals(polled(id), data(events));
    }
    try (SseReader reader = read("/api/events", "999999999")) {
      Event reset = assertNotNullEvent(reader.next());
      assertEquals("reset", reset.name());
      assertEquals(Long.toString(jobs.lastEvent(USER)), reset.id());
    }
    refused(
        400,
        "BAD_VALUE",
        "Last-Event-ID",
        () -> given().header("Last-Event-ID", "abc").get(ofJob(id)));
    refused(400, "BAD_VALUE", "after", () -> given().get("/api/events?after=-1"));
    refused(404, "JOB_NOT_FOUND", "jobId", () -> given().get(ofJob("of-another")));
  }

  @Test
  void whoHasGoneIsForgotten() throws Exception {
    // Of those that were cut off before, some are noticed by what is sent to them only.
    await()
        .until(
            () -> {
              streams.beat();
              return streams.count() == 0;
            });
    try (SseReader reader = read("/api/events", null)) {
      assertNotNullEvent(reader.next());
      for (int i = 0; i < 4; i++) {
        streams.beat();
        // Who has not even got the last beat when two more come is taken for gone.
        reader.awaitBeat();
      }
      assertEquals(1, streams.count());
    }
    await().until(() -> streams.count() == 0);
  }

  @Test
  void aPollIsSparedWhatItHas() {
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id = upscaled(uploaded(photo));
    await().until(() -> jobs.find(USER, id).orElseThrow().phase() == Phase.RUNNING);
    for (String path : List.of("/api/jobs/" + id, "/api/tools/status?jobId=" + id)) {
      Response first = given().get(path);
      String tag = first.header("ETag");
      Response again = given().header("If-None-Match", tag).get(path);
      assertEquals(304, again.statusCode(), path);
      assertEquals("", again.asString());
      assertEquals(tag, again.header("ETag"));
      assertEquals(200, given().header("If-None-Match", "\"other\"").get(path).statusCode());
    }
    Response before = given().get("/api/jobs/" + id);
    given().post("/api/jobs/" + id + "/cancel");
    ended(id);
    Response after = given().header("If-None-Match", before.header("ETag")).get("/api/jobs/" + id);
    assertEquals(200, after.statusCode());
    assertEquals("cancelled", after.path("phase"));
  }

  @Test
  void whoPrefersToWaitIsAnsweredAtTheEnd() {
    String key = uploaded(photo);
    Response submitted =
        given()
            .header("Prefer", "wait=99999")
            .contentType("application/json")
            .body("{\"r2_key\":\"%s\"}".formatted(key))
            .post("/api/tools/upscale");
    assertEquals(200, submitted.statusCode(), submitted.asString());
    assertEquals("wait=60", submitted.header("Preference-Applied"));
    assertEquals("completed", submitted.path("status"));
    assertTrue(submitted.<String>path("url").startsWith("http"));
    String id = submitted.header("Location").substring("/api/jobs/".length());
    assertEquals(status(id).<String>path("key"), submitted.path("key"));

    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String endless = upscaled(uploaded(photo));
    Response waited = given().header("Prefer", "wait=1").get("/api/jobs/" + endless);
    assertEquals(200, waited.statusCode());
    assertEquals("wait=1", waited.header("Preference-Applied"));
    assertEquals("processing", waited.path("status"));
    given().post("/api/jobs/" + endless + "/cancel");
    ended(endless);
  }

  @Test
  void whatOthersTookIsExpectedOfTheNext() {
    ended(upscaled(uploaded(photo)));
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id = upscaled(uploaded(photo));
    Response first = given().get("/api/jobs/" + id);
    assertNotNull(first.path("etaSeconds"), first.asString());
    given().post("/api/jobs/" + id + "/cancel");
    ended(id);
    assertEquals((Object) null, given().get("/api/jobs/" + id).path("etaSeconds"));
  }
}
