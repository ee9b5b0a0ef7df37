package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.TestEmulator;
import dev.darkroom.credits.Account;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all tests over HTTP share: the server with its emulator, in process, on a fresh folder. */
@QuarkusTestResource(FreshServer.class)
abstract class ServerTest {
  static final String USER = "you@localhost";
  private static final int NEWCOMERS_CREDITS = 5_000;
  private static final int ALL = 10_000;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Inject Jobs jobs;
  @Inject CreditStore credits;
  @Inject TestEmulator emulator;

  @Inject
  @ConfigProperty(name = "darkroom.data-dir")
  Path data;

  /** All that a refused request must leave as it was. */
  record Footprint(Account account, int jobs, int accepted, Set<Path> files) {}

  /** All tests share one account, and none may depend on what those before it have spent. */
  @BeforeEach
  void everyTestStartsAsANewcomer() {
    makeAvailable(NEWCOMERS_CREDITS);
  }

  void makeAvailable(long wanted) {
    long delta = wanted - credits.account(USER).available();
    if (delta != 0) {
      credits.grant(USER, delta, "Test", UUID.randomUUID().toString(), Instant.now());
    }
  }

  @AfterEach
  void nothingIsLeftUnfinished() {
    emulator.cruelty().clear();
    await().until(() -> allJobs().stream().allMatch(job -> job.phase().terminal()));
  }

  static ConditionFactory await() {
    return Awaitility.await().atMost(WITHIN).pollInterval(Duration.ofMillis(25));
  }

  List<Job> allJobs() {
    return jobs.list(USER, null, null, ALL, null);
  }

  Footprint footprint() {
    Set<Path> files = new TreeSet<>();
    for (String folder : List.of("blobs", "downloads")) {
      try (Stream<Path> all = Files.walk(data.resolve(folder))) {
        all.filter(Files::isRegularFile).forEach(files::add);
      } catch (NoSuchFileException e) {
        // Nothing was ever put there.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Footprint(credits.account(USER), allJobs().size(), emulator.accepted(), files);
  }

  /** Sends a request that must be refused in words, and must cost nothing. */
  Response refused(int status, String code, @Nullable String field, Supplier<Response> request) {
    Footprint before = footprint();
    Response response = request.get();
    assertProblem(status, code, field, response);
    assertUntouched(before);
    return response;
  }

  /** What was received is deleted just after the answer. */
  void assertUntouched(Footprint before) {
    await().until(() -> !Files.exists(data.resolve("incoming")) || isEmpty("incoming"));
    assertEquals(before, footprint());
  }

  private boolean isEmpty(String folder) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve(folder))) {
      return files.findAny().isEmpty();
    }
  }

  static void assertProblem(int status, String code, @Nullable String field, Response response) {
    String body = response.asString();
    assertEquals(status, response.statusCode(), body);
    assertTrue(response.contentType().startsWith("application/problem+json"), body);
    assertEquals("about:blank", response.path("type"));
    assertFalse(response.<String>path("title").isBlank());
    assertEquals(status, response.<Integer>path("status"));
    assertEquals(code, response.path("code"));
    assertEquals(field, response.path("field"));
    assertEquals(response.<String>path("detail"), response.path("error"));
    assertPlainWords(response.path("error"));
  }

  /** A sentence, without vendors, models, classes or folders. */
  static void assertPlainWords(String words) {
    assertTrue(words.matches("[A-Za-z].*[.]"), words);
    String lower = words.toLowerCase(Locale.ROOT);
    for (String inner :
        List.of(
            "fal.", "fal-ai", "clarity", "gemini", "birefnet", "exception", "darkroom", "/tmp")) {
      assertFalse(lower.contains(inner), words);
    }
  }

  static Response upload(String name, byte[] file) {
    return given()
        .multiPart(new MultiPartSpecBuilder(file).controlName("file").fileName(name).build())
        .post("/api/storage/upload");
  }

  /** Uploads a picture; the answer is its key. */
  static String uploaded(byte[] file) {
    Response response = upload("photo", file);
    assertEquals(201, response.statusCode(), response.asString());
    return response.path("key");
  }

  static Response post(String path, String json) {
    // As bytes, since the client pretty-prints JSON in case a test fails.
    return given()
        .contentType(ContentType.JSON)
        .body(json.getBytes(StandardCharsets.UTF_8))
        .post(path);
  }

  static Response upscale(String json) {
    return given().contentType(ContentType.JSON).body(json).post("/api/tools/upscale");
  }

  /** The job's id, of a submit that must have been accepted. */
  static String accepted(Response response) {
    assertEquals(202, response.statusCode(), response.asString());
    return response.path("jobId");
  }

  static String dataUrl(byte[] file) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(file);
  }

  /** Waits until the job is completed; the answer is its picture. */
  BufferedImage picture(String jobId) {
    Job job = ended(jobId);
    assertEquals(Phase.COMPLETED, job.phase(), () -> String.valueOf(job.state().cause()));
    return Photos.decode(download(status(jobId).path("url")));
  }

  /** Submits an upscale of this file; the answer is the job's id. */
  static String upscaled(String key) {
    Response response = upscale("{\"r2_key\":\"%s\"}".formatted(key));
    assertEquals(202, response.statusCode(), response.asString());
    return response.path("jobId");
  }

  static Response status(String jobId) {
    return given().queryParam("jobId", jobId).get("/api/tools/status");
  }

  /** Waits until the job has ended, by reading the store: no status call is made. */
  Job ended(String jobId) {
    return await().until(() -> jobs.find(USER, jobId).orElseThrow(), job -> job.phase().terminal());
  }

  /** The bytes at an address that the server gave. */
  static byte[] download(String url) {
    Response response = given().urlEncodingEnabled(false).get(url);
    assertEquals(200, response.statusCode());
    return response.asByteArray();
  }
}
