package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Phase;
import dev.darkroom.provider.WebhookAddresses;
import dev.darkroom.testing.Scrape;
import dev.darkroom.testing.SignedWebhook;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is scraped is what the database says. */
@QuarkusTest
@TestProfile(MetricsTest.Quick.class)
class MetricsTest extends ServerTest {
  private static final String MODEL = "fal-ai/clarity-upscaler";

  @Inject JobStore store;
  @Inject WebhookAddresses addresses;

  /** A lost answer is not waited for long, and the server is this test's own. */
  public static final class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "darkroom.jobs.lost-answer-webhook-grace", "5s", "darkroom.jobs.retry-first", "100ms");
    }
  }

  private static Scrape scrape() {
    return Scrape.of(given().get("/q/metrics").asString());
  }

  /** Counts by the words of the first columns, joined by a space; 0 is left out. */
  private Map<String, Long> rows(String sql) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("darkroom.db"));
        var statement = database.createStatement();
        var rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> words = new ArrayList<>();
        for (int i = 1; i < columns; i++) {
          words.add(rows.getString(i));
        }
        counts.put(String.join(" ", words), rows.getLong(columns));
      }
    }
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private double row(String sql) throws SQLException {
    return rows(sql).getOrDefault("", 0L).doubleValue();
  }

  @Test
  void aScrapeDuringLoadSaysWhatTheDatabaseSays() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger scrapes = new AtomicInteger();
    Thread scraper =
        Thread.startVirtualThread(
            () -> {
              while (!over.get()) {
                scrape();
                scrapes.incrementAndGet();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
              }
            });
    List<String> running = load();
    over.set(true);
    scraper.join();
    assertTrue(scrapes.get() > 5, scrapes::toString);

    // Figures are a few seconds old at most.
    await().atMost(Duration.ofSeconds(15)).untilAsserted(this::assertSame);
    Scrape seen = scrape();
    assertEquals(2, seen.sum("darkroom_jobs", "state=processing", "phase=running"));
    assertEquals(2, seen.sum("darkroom_in_flight"));
    // A webhook may come before it is noticed that the answer will not.
    assertTrue(seen.sum("darkroom_lost_answers_total", "outcome=lost") >= 1);
    assertEquals(1, seen.sum("darkroom_lost_answers_total", "outcome=found"));
    assertEquals(1, seen.sum("darkroom_lost_answers_total", "outcome=resubmitted"));
    assertTrue(seen.sum("darkroom_job_retries_total", "cause=PROVIDER_UNAVAILABLE") >= 1);
    assertTrue(seen.sum("darkroom_provider_call_seconds_count", "call=submit", "outcome=ok") > 10);
    assertEquals(
        2,
        seen.sum("darkroom_provider_call_seconds_count", "call=submit", "outcome=outcome_unknown"));
    assertTrue(
        seen.sum("darkroom_provider_call_seconds_count", "call=status", "outcome=trouble") > 0);

    running.forEach(id -> jobs.cancel(USER, id));
    running.forEach(this::ended);
    await().atMost(Duration.ofSeconds(15)).untilAsserted(this::assertSame);
    assertEquals(0, scrape().sum("darkroom_in_flight"));
    assertEquals(0, scrape().sum("darkroom_queue_age_seconds"));
  }

  /** Jobs that end in all ways, and two that go on; the answer is these. */
  private List<String> load() {
    String photo = uploaded(Photos.png(64, 48));
    // What a server does for the first time takes long, and the grace for an answer is short.
    ended(upscaled(photo));
    List<String> ends = new ArrayList<>();
    int before = emulator.accepted();
    emulator.cruelty().next(Call.SUBMIT, new Way.CutAfterAccepting());
    ends.add(upscaled(photo));
    await().until(() -> emulator.accepted() > before);
    emulator.cruelty().next(Call.SUBMIT, new Way.CutBeforeAccepting());
    String lost = upscaled(photo);
    ended(lost);
    emulator
        .cruelty()
        .next(Call.SUBMIT, new Way.FailingResult(422, "{\"detail\":[]}", Optional.empty()));
    String refused = upscaled(photo);
    assertEquals(Phase.FAILED, ended(refused).phase());
    emulator.cruelty().next(Call.STATUS, Way.json(503, "away"));
    ended(upscaled(photo));
    for (int i = 0; i < 10; i++) {
      ends.add(upscaled(photo));
    }
    ends.forEach(id -> assertEquals(Phase.COMPLETED, ended(id).phase()));
    return List.of(neverEnding(photo), neverEnding(photo));
  }

  private String neverEnding(String photo) {
    emulator.cruelty().next(Call.SUBMIT, new Way.NeverEnds());
    String id = upscaled(photo);
    await().until(() -> jobs.find(USER, id).orElseThrow().phase() == Phase.RUNNING);
    return id;
  }

  private void assertSame() throws SQLException {
    Scrape seen = scrape();
    assertEquals(
        rows("SELECT type, status, phase, count(*) FROM job WHERE lane > 0 GROUP BY 1, 2, 3"),
        seen.by("darkroom_jobs", "type", "state", "phase"));
    assertEquals(
        rows("SELECT type, phase, count(*) FROM job WHERE lane = 0 GROUP BY 1, 2"),
        seen.by("darkroom_job_finish_seconds_count", "type", "outcome"));
    assertEquals(
        rows(
            """
            SELECT type, kind, count(*) FROM job_event JOIN job ON job.id = job_id
            WHERE kind <> 'admitted' GROUP BY 1, 2
            """),
        seen.by("darkroom_job_events_total", "type", "kind"));
    assertEquals(
        row("SELECT sum(lost_answers) FROM job"),
        seen.sum("darkroom_lost_answers_total", "outcome=resubmitted")
            + seen.sum("darkroom_lost_answers_total", "outcome=given_up"));
    assertEquals(
        row("SELECT count(*) FROM job WHERE request IS NOT NULL"),
        seen.sum("darkroom_job_submit_seconds_count"));
    assertEquals(
        row("SELECT count(*) FROM job WHERE status = 'completed'"),
        seen.sum("darkroom_job_store_seconds_count", "outcome=ok"));
    assertEquals(
        row("SELECT sum(delta) FROM entry WHERE job_id IS NULL AND delta > 0"),
        seen.sum("darkroom_credits_granted_total"));
    assertEquals(
        row("SELECT -sum(delta) FROM entry WHERE job_id IS NULL AND delta < 0"),
        seen.sum("darkroom_credits_taken_total"));
    assertEquals(
        row("SELECT -sum(delta) FROM entry WHERE job_id IS NOT NULL"),
        seen.sum("darkroom_credits_charged_total", "type=upscale"));
    assertEquals(
        row("SELECT sum(credits) FROM hold WHERE state = 'open'"),
        seen.sum("darkroom_credits_held"));
    assertEquals(row("SELECT sum(balance) FROM account"), seen.sum("darkroom_credits_balance"));
    assertTrue(
        seen.sum("darkroom_writer_batch_moves_sum") >= row("SELECT count(*) FROM job_event"));
  }

  @Test
  void theAgeOfTheQueueIsThatOfTheJobThatHasWaitedLongest() throws Exception {
    String old = waiting();
    String young = waiting();
    change("UPDATE job SET created_at = (unixepoch() - 3600) * 1000 WHERE id = '%s'", old);
    change("UPDATE job SET created_at = (unixepoch() - 60) * 1000 WHERE id = '%s'", young);
    await().until(() -> Math.round(scrape().sum("darkroom_queue_age_seconds") / 100) == 36);
    jobs.cancel(USER, old);
    await().until(() -> Math.round(scrape().sum("darkroom_queue_age_seconds") / 100) == 1);
    jobs.cancel(USER, young);
    await().until(() -> scrape().sum("darkroom_queue_age_seconds") == 0);
  }

  /** The id of a job of tomorrow, which no worker takes up today. */
  private String waiting() {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    NewJob job = Fixtures.told(USER, null, tomorrow);
    return assertInstanceOf(Admission.Admitted.class, store.admit(job)).job().id();
  }

  private void change(String sql, String id) throws SQLException {
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("darkroom.db"));
        var statement = database.createStatement()) {
      assertEquals(1, statement.executeUpdate(sql.formatted(id)));
    }
  }

  @Test
  void webhooksAreCountedByWhatBecameOfThem() throws Exception {
    String id = neverEnding(uploaded(Photos.png(64, 48)));
    Job job = jobs.find(USER, id).orElseThrow();
    String request = Objects.requireNonNull(job.state().request()).requestId();
    SignedWebhook good =
        new SignedWebhook(
            addresses.of(id, 0, MODEL), request, Instant.now(), SignedWebhook.providersKey(data));
    Map<String, Long> before = webhooks();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (HttpRequest each :
          List.of(
              good.request(),
              good.at(Instant.now().minusSeconds(400)).request(),
              good.withBodyAfterwards("{\"request_id\":\"another\",\"status\":\"OK\"}"),
              good.to(URI.create(good.address().toString().replaceFirst("stage=0", "stage=1")))
                  .request())) {
        client.send(each, BodyHandlers.discarding());
      }
      assertEquals(Map.of("accepted", 1L, "stale", 1L, "forged", 1L, "foreign", 1L), since(before));
      jobs.cancel(USER, id);
      ended(id);
      // The provider tells of the end too.
      await().until(() -> since(before).values().stream().mapToLong(each -> each).sum() == 5);
      Map<String, Long> atEnd = webhooks();
      client.send(good.request(), BodyHandlers.discarding());
      assertEquals(Map.of("late", 1L), since(atEnd));
    }
  }

  private static Map<String, Long> webhooks() {
    return scrape().by("darkroom_provider_webhooks_total", "outcome");
  }

  private static Map<String, Long> since(Map<String, Long> before) {
    Map<String, Long> more = webhooks();
    before.forEach((outcome, count) -> more.merge(outcome, -count, Long::sum));
    more.values().removeIf(count -> count == 0);
    return more;
  }

  /** Neither users nor strangers can make series. */
  @Test
  void requestsMakeFewSeriesWhateverTheyAskFor() throws Exception {
    String id = upscaled(uploaded(Photos.png(64, 48)));
    ended(id);
    given().get("/api/jobs/" + id);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 500; i++) {
        for (String path :
            List.of("/nothing/" + i, "/api/jobs/" + i, "/api/templates/t" + i, "/q/x" + i)) {
          HttpRequest odd =
              HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                  .method(i % 2 == 0 ? "GET" : "ODD" + i, HttpRequest.BodyPublishers.noBody())
                  .build();
          client.send(odd, BodyHandlers.discarding());
        }
      }
    }
    Scrape seen = scrape();
    int series =
        seen.samples().getOrDefault("http_server_requests_seconds_count", List.of()).size();
    assertTrue(
        series > 3 && series < 60,
        () -> series + " series: " + seen.samples().get("http_server_requests_seconds_count"));
    String text = given().get("/q/metrics").asString();
    assertFalse(text.contains(id), "a job's id");
    assertFalse(text.contains("localhost"), "a user or a host");
    assertFalse(text.contains("ODD"), "a method that somebody made up");
    assertTrue(text.lines().count() < 5_000, () -> text.lines().count() + " lines");
  }

  private static int port() {
    return io.restassured.RestAssured.port;
  }

  private static Set<String> named(Path file, String name) throws IOException {
    return Pattern.compile(name)
        .matcher(Files.readString(file))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theReadmeListsEveryMetricAndTheDashboardShowsOnlyWhatThereIs() throws Exception {
    everythingHappensOnce();
    Scrape seen = scrape();
    Set<String> told = named(Path.of("README.md"), "(?<=`)darkroom_[a-z_]+(?=[`{])");
    assertEquals(seen.families("darkroom_"), told);

    Set<String> shown =
        named(Path.of("docs/grafana.json"), "\\b(darkroom|http|jvm|process)_[a-z]+(_[a-z]+)+\\b");
    assertTrue(shown.size() > 20, shown::toString);
    Set<String> there = seen.samples().keySet();
    shown.removeAll(there);
    assertEquals(Set.of(), shown, "shown by the dashboard, but not scraped");
  }

  /** One job of each kind of trouble makes every metric appear once. */
  private void everythingHappensOnce() {
    String photo = uploaded(Photos.png(64, 48));
    emulator.cruelty().next(Call.STATUS, Way.json(503, "away"));
    assertEquals(Phase.COMPLETED, ended(upscaled(photo)).phase());
  }
}
