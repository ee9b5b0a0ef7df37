package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.credits.Account;
import dev.darkroom.credits.Grant;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.jobs.Transitions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire, the sign-in, the schema, and what becomes of a move that meets others or is cut. */
class SurrealDatabaseTest {
  private Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void choose() {
    settings = SurrealServer.shared().freshDatabase();
  }

  private SurrealDatabase open() {
    return SurrealServer.open(settings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Note: draw a cat",
        "openai:gpt-5-mini",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "018f3b2e-0000-7000-8000-000000000000__x",
        "data:image/png;base64,AAAA",
        "\\/ \" ' ` \u0000 \n 🐈 ẞ"
      })
  void textsComeBackAsTheyWere(String text) {
    try (SurrealDatabase database = open()) {
      assertEquals(text, database.read("{ RETURN $v; }", Map.of("v", text)));
    }
  }

  @Test
  void everyKindOfValueComesBackAsItself() {
    List<Object> values =
        Arrays.asList(
            0L,
            -1L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            1.0,
            0.1,
            -2.5e300,
            true,
            false,
            null,
            Instant.parse("2026-11-28T01:02:03.456Z"),
            Instant.parse("1969-12-31T23:59:59.999Z"),
            new RecordId("job", "a b"),
            new RecordId("job", 7L),
            new RecordId("job", List.of("ann@example.org", 3L)),
            List.of(List.of(), Map.of("a", 1L)));
    try (SurrealDatabase database = open()) {
      assertEquals(values, database.read("{ RETURN $v; }", Map.of("v", values)));
      assertNull(database.read("{ RETURN $v; }", Map.of("v", None.NONE)));
      assertEquals(new BigDecimal("0.1"), database.read("{ RETURN 0.1dec; }", Map.of()));
      Object json = JsonNodeFactory.instance.objectNode().put("d", 1.0).put("n", 1).putNull("z");
      assertEquals(
          Objects.requireNonNull(json).toString(),
          new Row(
                  Map.of(
                      "v",
                      Objects.requireNonNull(database.read("{ RETURN $v; }", Map.of("v", json)))))
              .json("v")
              .toString());
    }
  }

  @Test
  void whatCannotBeWrittenIsKeptAsWellAsCanBe() {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("half", "a\ud800b")
            .put("seed", new BigInteger("17639867394588264000"));
    try (SurrealDatabase database = open()) {
      Object read = Objects.requireNonNull(database.read("{ RETURN $v; }", Map.of("v", json)));
      assertEquals(Map.of("half", "a?b", "seed", "17639867394588264000"), read);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "password, wrong, does not know this user",
    "database, a b, SURREAL_DATABASE must be a word",
    "namespace, a;REMOVE NAMESPACE darkroom, SURREAL_NAMESPACE must be a word"
  })
  void whatIsWrongIsSaidAtTheStart(String setting, String value, String words) {
    settings.put("darkroom.surreal." + setting, value);
    String said = refusal();
    assertTrue(said.contains(words), said);
  }

  private String refusal() {
    StoreException refused = assertThrows(StoreException.class, this::open);
    return String.valueOf(refused.getMessage());
  }

  @Test
  void aServerThatIsNotThereIsWaitedForToAnEnd() {
    settings.put("darkroom.surreal.url", "http://127.0.0.1:1");
    settings.put("darkroom.surreal.start-within", "300ms");
    String said = refusal();
    assertTrue(said.contains("SURREAL_URL http://127.0.0.1:1"), said);
    assertTrue(said.contains("cannot be reached"), said);
  }

  @Test
  void aSchemaThatKnowsMoreIsRefused() {
    try (SurrealDatabase database = open()) {
      database.move(
          "{ CREATE migration:['99-tomorrow.surql'] SET at = time::now(); RETURN 1; }", Map.of());
    }
    assertTrue(refusal().contains("newer than this program"), this::refusal);
  }

  @Test
  void nodesThatStartTogetherMakeTheSchemaOnce() throws Exception {
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SurrealDatabase>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        starts.add(nodes.submit(this::open));
      }
      for (Future<SurrealDatabase> start : starts) {
        try (SurrealDatabase node = start.get()) {
          assertEquals(
              Migrations.FILES.size(),
              ((List<?>)
                      Objects.requireNonNull(
                          node.read("{ RETURN (SELECT * FROM migration); }", Map.of())))
                  .size());
        }
      }
    }
  }

  @Test
  void theFilesCanBeImportedByHandBeforeAndAfter() throws Exception {
    try (SurrealDatabase made = open()) {
      assertTrue(made.answers());
    }
    settings.put("darkroom.surreal.database", settings.get("darkroom.surreal.database") + "b");
    for (int time = 0; time < 2; time++) {
      for (String file : Migrations.FILES) {
        importByHand(file);
      }
      try (SurrealDatabase database = open()) {
        var credits = new SurrealCreditStore(database);
        credits.grant(ANN, 5, "Welcome", "welcome", NOON);
        assertEquals(new Account(5, 0), credits.account(ANN));
      }
    }
  }

  private void importByHand(String file) throws Exception {
    SurrealSettings of = SurrealServer.settings(settings);
    Wire wire = new Wire(SurrealServer.shared().url(), Duration.ofSeconds(10));
    try (HttpClient http = HttpClient.newHttpClient()) {
      String token = new SignIn(wire, of, java.time.Clock.systemUTC()).token();
      HttpResponse<String> answer =
          http.send(
              wire.request("/import")
                  .header("Authorization", "Bearer " + token)
                  .header("Accept", "application/cbor")
                  .header("Surreal-NS", of.namespace())
                  .header("Surreal-DB", of.database())
                  .POST(HttpRequest.BodyPublishers.ofString(Migrations.text(file)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), file + ": " + answer.body());
      assertTrue(!answer.body().contains("ERR"), file + ": " + answer.body());
    } finally {
      wire.close();
    }
  }

  @Test
  void movesThatMeetAreRepeatedUntilAllAreDone() throws Exception {
    try (SurrealDatabase database = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var credits = new SurrealCreditStore(database);
      List<Future<Grant>> grants = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String ref = "r" + i % 20;
        grants.add(threads.submit(() -> credits.grant(ANN, 3, "Top-up", ref, NOON)));
      }
      int granted = 0;
      for (Future<Grant> grant : grants) {
        granted += grant.get() instanceof Grant.Granted ? 1 : 0;
      }
      assertEquals(20, granted);
      assertEquals(new Account(60, 0), credits.account(ANN));
      assertEquals(20, credits.entries(ANN, 100, null).size());
    }
  }

  @Test
  void aGrantWhoseAnswerIsLostIsGivenOnceAndAnsweredAllTheSame() throws Exception {
    throughAProxy(
        (proxy, credits, jobs) -> {
          proxy.cutNext(2);
          assertInstanceOf(Grant.Granted.class, credits.grant(ANN, 7, "Top-up", "t", NOON));
          assertEquals(new Account(57, 0), credits.account(ANN));
        });
  }

  @Test
  void anAdmissionWhoseAnswerIsLostIsOneJobAndOneHold() throws Exception {
    throughAProxy(
        (proxy, credits, jobs) -> {
          proxy.cutNext(2);
          Job job = admitted(jobs);
          assertEquals(new Account(50, 10), credits.account(ANN));
          assertEquals(1, jobs.events(job.id()).size());
        });
  }

  @Test
  void aClaimWhoseAnswerIsLostIsKnownAgain() throws Exception {
    throughAProxy(
        (proxy, credits, jobs) -> {
          Job job = admitted(jobs);
          // The first is that of the look whether anything is due.
          proxy.cut(1, 2);
          List<Job> claimed = jobs.claim("w", NOON, NOON.plusSeconds(30), 5, 40);
          assertEquals(List.of(job.id()), claimed.stream().map(Job::id).toList());
          assertEquals(1, claimed.getFirst().version());
        });
  }

  @Test
  void aRecordWhoseAnswerIsLostIsWrittenOnce() throws Exception {
    throughAProxy(
        (proxy, credits, jobs) -> {
          admitted(jobs);
          Job claimed = jobs.claim("w", NOON, NOON.plusSeconds(30), 5, 40).getFirst();
          proxy.cutNext(2);
          Outcome outcome = new Outcome.Failed(new Cause("NO", "No."));
          Job failed = jobs.record(Transitions.after(claimed, outcome, NOON), NOON).orElseThrow();
          assertEquals(Phase.FAILED, failed.phase());
          assertEquals(claimed.version() + 1, failed.version());
          assertEquals(new Account(50, 0), credits.account(ANN));
          assertEquals(2, jobs.events(failed.id()).size());
        });
  }

  private interface Through {
    void run(CuttingProxy proxy, SurrealCreditStore credits, SurrealJobStore jobs);
  }

  private void throughAProxy(Through test) throws Exception {
    try (CuttingProxy proxy = new CuttingProxy(SurrealServer.shared().url())) {
      settings.put("darkroom.surreal.url", proxy.url().toString());
      try (SurrealDatabase database = open()) {
        SurrealCreditStore credits = new SurrealCreditStore(database);
        credits.grant(ANN, 50, "Welcome", "w", NOON);
        test.run(proxy, credits, new SurrealJobStore(database));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "step = 'dancing'",
        "results = [{ at: rand::uuid() }]",
        "results = [{ at: time::now() }]",
        "results = [{ bytes: <bytes> 'a' }]",
        "request = { requestId: 5 }"
      })
  void aRecordThatWasEditedIntoNonsenseIsSetAsideAndTheOthersGoOn(String edit) {
    try (SurrealDatabase database = open()) {
      var credits = new SurrealCreditStore(database);
      var jobs = new SurrealJobStore(database);
      credits.grant(ANN, 50, "Welcome", "w", NOON);
      Job broken = admitted(jobs);
      Job whole = admitted(jobs);
      database.move(
          "{ UPDATE $job SET %s RETURN NONE; RETURN 1; }".formatted(edit),
          Map.of("job", JobTable.TOOL_JOB.id(broken.id())));

      List<Job> claimed = jobs.claim("w", NOON, NOON.plusSeconds(30), 5, 40);

      assertEquals(List.of(whole.id()), claimed.stream().map(Job::id).toList());
      Job ended = jobs.find(ANN, broken.id()).orElseThrow();
      assertEquals(Phase.FAILED, ended.phase());
      assertEquals("POISONED", Objects.requireNonNull(ended.state().cause()).code());
      assertEquals(new Account(50, 10), credits.account(ANN));
    }
  }

  private static Job admitted(SurrealJobStore jobs) {
    Admission admission = jobs.admit(Fixtures.job(ANN, 10, null, NOON));
    return assertInstanceOf(Admission.Admitted.class, admission).job();
  }

  @Test
  void theBookIsNeverRewritten() {
    try (SurrealDatabase database = open()) {
      new SurrealCreditStore(database).grant(ANN, 50, "Welcome", "w", NOON);
      for (String forgery :
          List.of(
              "{ UPDATE credit_txn SET delta = 5; RETURN 1; }",
              "{ DELETE credit_txn; RETURN 1; }",
              "{ UPDATE user SET credits_balance = -1; RETURN 1; }")) {
        assertThrows(IllegalStateException.class, () -> database.move(forgery, Map.of()), forgery);
      }
    }
  }
}
