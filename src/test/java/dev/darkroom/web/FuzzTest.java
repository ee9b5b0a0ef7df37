package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.media.Films;
import dev.darkroom.web.RandomRequests.Drawn;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random requests to all that the server describes of itself. {@code -Dfuzz} is how many. With a
 * wrong answer stand a seed and a number: {@code -Dfuzz.seed} and {@code -Dfuzz.case} send that one
 * request again. The seeds are our own, since the engine that runs properties does not start this
 * server.
 */
@QuarkusTest
@TestProfile(FuzzTest.Own.class)
class FuzzTest extends ServerTest {
  private static final int CASES = Integer.getInteger("fuzz", 5_000);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
  private static final int ONLY = Integer.getInteger("fuzz.case", -1);
  private static final int CLIENTS = 8;

  /**
   * Of some 45 on average, so that no draw misses it by chance. With more requests there are not
   * many more: they come too fast for what one user may have.
   */
  private static final int JOBS_MIN = 15;

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
  private final Map<String, List<String>> known = new LinkedHashMap<>();

  /** A server of its own, since odd templates and files are left of this. */
  public static final class Own implements QuarkusTestProfile {}

  @Test
  void noRequestBreaksTheServerOrKeepsCredits() throws Exception {
    makeAvailable(10_000_000);
    learn();
    String openApi = given().get("/q/openapi?format=json").asString();
    RandomRequests requests = new RandomRequests(JSON.readTree(openApi), this::fits);

    List<String> wrong = ONLY < 0 ? faults(requests) : List.of(fault(requests, ONLY));
    assertEquals(List.of(), wrong.stream().filter(each -> !each.isEmpty()).limit(20).toList());
    await().until(() -> allJobs().stream().allMatch(job -> job.phase().terminal()));
    assertEquals(0, credits.account(USER).held());
    assertTrue(ONLY >= 0 || allJobs().size() >= JOBS_MIN, () -> "too few jobs: " + answers);
    for (Endpoint each : ONLY < 0 ? requests.endpoints() : List.<Endpoint>of()) {
      assertTrue(
          answers.keySet().stream().anyMatch(key -> key.startsWith(each + " ")), each::toString);
    }
  }

  private List<String> faults(RandomRequests requests) throws Exception {
    List<String> faults = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<String>> cases = new ArrayList<>();
      for (int i = 0; i < CASES; i++) {
        int number = i;
        cases.add(clients.submit(() -> fault(requests, number)));
      }
      for (Future<String> each : cases) {
        faults.add(each.get());
      }
    }
    return faults;
  }

  /** What in the server can be named by requests: each by a part of the names that it fits. */
  private void learn() {
    byte[] photo = Photos.png(32, 24);
    String key = uploaded(photo);
    // What is deleted or replaced is not what others need; the first that fits is taken.
    List<String> spare = IntStream.range(0, 20).mapToObj(_ -> uploaded(photo)).toList();
    known.put("delete key", spare);
    known.put("delete slug", List.of("auto", "png"));
    known.put("put slug", List.of("auto", "png"));
    known.put("cursor", List.of(ended(upscaled(key)).id()));
    // Twice, since most that takes a key takes a photo.
    known.put("key", List.of(key, key, uploaded(Films.mp4(32, 24, 4, 4)), "uploads/nothing.png"));
    // Whose name nobody ever knows.
    known.put("webhook_url", List.of("https://receiver.invalid/hook"));
    known.put("webhook_events", List.of("job.completed", "job.admitted"));
    known.put("url", List.of(dataUrl(photo)));
    List<String> slugs = new ArrayList<>(RandomJson.WORDS);
    slugs.addAll(given().get("/api/templates").path("items.slug"));
    known.put("slug", slugs);
    known.put("jobid", List.of(ended(upscaled(key)).id()));
    known.put("contenttype", List.of("image/png"));
    known.put("status", List.of("pending", "completed"));
    known.put("kind", List.of("image", "video"));
    // Most submits are orders.
    known.put("quote", List.of("false", "false", "false", "false", "false", "true"));
    known.put("limit", List.of("1", "100"));
  }

  private Optional<String> fits(String name, Random random) {
    String lower = name.toLowerCase(Locale.ROOT);
    return known.keySet().stream()
        .filter(lower::contains)
        .findFirst()
        .map(known::get)
        .map(fitting -> fitting.get(random.nextInt(fitting.size())));
  }

  /** What is wrong with the answer to the request of this number; empty if nothing is. */
  private String fault(RandomRequests requests, int number) throws Exception {
    // Neighbouring seeds begin alike.
    Drawn drawn = requests.next(new Random(new Random(SEED + number).nextLong()));
    String sent = "seed %d case %d: %s".formatted(SEED, number, drawn.words());
    try {
      HttpResponse<String> answer =
          client.send(drawn.request(), HttpResponse.BodyHandlers.ofString());
      answers.merge(drawn.endpoint() + " " + answer.statusCode(), 1, Integer::sum);
      return isDefined(answer) ? "" : "%s → %s %s".formatted(sent, answer, answer.body());
    } catch (IOException e) {
      return sent + " → " + e;
    }
  }

  private static boolean isDefined(HttpResponse<String> answer) throws JsonProcessingException {
    int status = answer.statusCode();
    if (status < 400) {
      return status >= 200;
    }
    JsonNode problem = JSON.readTree(answer.body());
    String code = problem.path("code").asText();
    return problem.path("status").asInt() == status
        && code.matches("[A-Z][A-Z0-9_]+")
        && (status < 500 || (status == 503 && code.equals("TRY_AGAIN")));
  }
}
