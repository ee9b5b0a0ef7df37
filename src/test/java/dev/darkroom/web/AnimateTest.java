package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import dev.darkroom.media.Films;
import dev.darkroom.media.MeasuredVideo;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that are set in motion. */
@QuarkusTest
class AnimateTest extends ServerTest {
  private static final String QUICK =
      "\"prompt\":\"pan left\",\"duration\":2,\"resolution\":\"480p\",\"aspect_ratio\":\"1:1\"";

  @Inject TemplateStore templates;

  @Test
  void aSubmitAnswersAsTheBriefSays() {
    Response response = animate(Photos.png(64, 64), QUICK);
    String id = accepted(response);
    assertEquals(
        Map.of(
            "jobId",
            id,
            "status",
            "pending",
            "credits",
            61,
            "message",
            "Video generation started. Check status at /api/templates/video/status"),
        response.path("$"));
    assertEquals("/api/jobs/" + id, response.header("Location"));
  }

  @Test
  void aTemplateMakesAVideoThatIsStoredAndPaidOnce() {
    long before = credits.account(USER).balance();
    String id =
        accepted(
            animate(
                Photos.jpeg(160, 90),
                "\"templateSlug\":\"night-street\",\"duration\":\"2\",\"resolution\":\"480p\","
                    + "\"variables\":{\"BRAND\":\"Oak\",\"NEON\":\"#00ff00\"}"));
    Job job = ended(id);
    assertEquals(Phase.COMPLETED, job.phase(), () -> String.valueOf(job.state().cause()));

    // ⌈(480 · 853.3 · 24 · 2 / 1024) / 10⁶ · 5625⌉ = 108
    assertEquals(before - 108, credits.account(USER).balance());
    assertEquals(0, credits.account(USER).held());
    Response status = videoStatus(id);
    assertEquals("completed", status.path("status"));
    assertEquals(108, status.<Integer>path("credits"));
    assertNull(status.path("tool_type"));
    String key = status.path("key");
    assertTrue(key.endsWith("/library/video-" + id + ".mp4"), key);
    MeasuredVideo film = Films.look(download(status.path("url"))).measured();
    assertEquals(2, film.seconds(), 0.001);
    assertEquals(24, film.rate().fps());
    assertEquals(480, film.height());
    assertEquals(16.0 / 9, (double) film.width() / film.height(), 0.01);

    Response library = given().get("/api/library?kind=video&limit=1");
    assertEquals(key, library.path("items[0].key"));
    assertEquals("video", library.path("items[0].jobType"));
    assertEquals("video/mp4", library.path("items[0].contentType"));
    assertEquals(2f, library.<Float>path("items[0].seconds"), 0.001f);
    assertEquals(24f, library.<Float>path("items[0].fps"));
    assertEquals(film.width(), library.<Integer>path("items[0].width"));
    assertTrue(library.<String>path("items[0].blurhash").length() >= 6);
    String source = library.path("items[0].sourceKey");
    assertTrue(source.contains("/inputs/"), source);
    Response told = given().get("/api/jobs/" + id);
    assertEquals(2f, told.<Float>path("result.seconds"), 0.001f);
    assertEquals(
        "Slow push in on the Oak, the #00ff00 neon light flickers on the paint, light rain.",
        told.path("input.prompt"));
    assertNull(told.path("input.calls"));
  }

  @Test
  void progressOnlyGrows() {
    String id = accepted(animate(Photos.png(320, 320), QUICK));
    List<Float> progress = new ArrayList<>();
    List<String> statuses = new ArrayList<>();
    await()
        .until(
            () -> {
              Response status = videoStatus(id);
              if (status.path("progress") != null) {
                progress.add(((Number) status.path("progress")).floatValue());
              }
              statuses.add(status.path("status"));
              return !List.of("pending", "processing").contains(status.<String>path("status"));
            });
    assertEquals("completed", statuses.getLast());
    assertEquals(progress.stream().sorted().toList(), progress);
    assertTrue(progress.stream().anyMatch(each -> each > 0 && each < 1), progress.toString());
    assertEquals(
        List.of("pending", "processing", "completed").stream().filter(statuses::contains).toList(),
        statuses.stream().distinct().toList());
  }

  @Test
  void theOtherProviderIsAskedAsItWants() {
    Response response =
        animate(
            Photos.png(64, 64),
            "\"prompt\":\"zoom\",\"provider\":\"kling2_5\",\"duration\":3,\"resolution\":\"480p\"");
    assertEquals(788, response.<Integer>path("credits"));
    String id = accepted(response);
    Response told = given().get("/api/jobs/" + id);
    assertEquals(5, told.<Integer>path("input.duration"));
    assertNull(told.path("input.resolution"));
    assertEquals(Phase.COMPLETED, ended(id).phase());
    assertEquals("fal-ai/kling-video/v2.5-turbo/pro/image-to-video", emulator.models().getLast());
  }

  @Test
  void theSameFormUnderTheSameKeyIsTheSameJob() {
    byte[] photo = Photos.png(80, 80);
    Response first = animate(with("once"), photo, QUICK);
    Response again = animate(with("once"), photo, QUICK);
    assertEquals(accepted(first), accepted(again));
    assertEquals("true", again.header("Idempotency-Replayed"));
    assertProblem(
        422,
        "IDEMPOTENCY_KEY_REUSED",
        "Idempotency-Key",
        animate(with("once"), Photos.png(81, 80), QUICK));
    assertProblem(
        422,
        "IDEMPOTENCY_KEY_REUSED",
        "Idempotency-Key",
        animate(with("once"), photo, QUICK.replace("left", "right")));
    assertEquals(Phase.COMPLETED, ended(accepted(first)).phase());
  }

  @Test
  void theDataMayComeAsAFileOfTheForm() {
    Response response =
        given()
            .multiPart(image(Photos.png(64, 64)))
            .multiPart(
                new MultiPartSpecBuilder(("{" + QUICK + "}").getBytes(StandardCharsets.UTF_8))
                    .controlName("data")
                    .fileName("blob")
                    .mimeType("application/json")
                    .build())
            .post(AnimateResource.PATH);
    String id = accepted(response);
    assertEquals(Phase.COMPLETED, ended(id).phase());
  }

  @Test
  void noStartImageIsRefused() {
    refused(
        400,
        "START_IMAGE_REQUIRED",
        "startImage",
        () -> given().multiPart("data", "{" + QUICK + "}").post(AnimateResource.PATH));
  }

  @Test
  void aStartImageThatIsAVideoIsRefused() {
    byte[] film = Films.mp4(64, 64, 5, 10);
    refused(415, "NOT_A_PICTURE", "startImage", () -> animate(film, QUICK));
    refused(415, "NOT_A_PICTURE", "startImage", () -> animate(new byte[0], QUICK));
    byte[] cut = Photos.jpeg(64, 64);
    refused(
        400,
        "PICTURE_BROKEN",
        "startImage",
        () -> animate(java.util.Arrays.copyOf(cut, cut.length / 2), QUICK));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"prompt\":\"x\",\"provider\":\"vhs\" | 400 | PROVIDER_UNKNOWN | provider",
        "\"prompt\":\"x\",\"provider\":\"sora2\" | 400 | MODEL_RETIRED | provider",
        "\"prompt\":\"x\",\"provider\":\"sora2_pro\" | 400 | MODEL_RETIRED | provider",
        "'' | 400 | TEMPLATE_REQUIRED | templateSlug",
        "\"prompt\":\" \" | 400 | TEMPLATE_REQUIRED | templateSlug",
        "\"templateSlug\":\"nowhere\" | 404 | TEMPLATE_NOT_FOUND | templateSlug",
        "\"templateId\":\"nowhere\" | 404 | TEMPLATE_NOT_FOUND | templateId",
        "\"templateSlug\":\"poster\" | 400 | PROMPT_REQUIRED | prompt",
        "\"templateSlug\":\"night-street\",\"variables\":{\"X\":\"y\"} "
            + "| 400 | VARIABLE_UNKNOWN | variables.X",
        "\"templateSlug\":\"night-street\",\"variables\":{\"NEON\":[]} "
            + "| 400 | BAD_VALUE | variables.NEON",
        "\"prompt\":\"x\",\"duration\":0 | 400 | BAD_DURATION | duration",
        "\"prompt\":\"x\",\"duration\":\"long\" | 400 | BAD_VALUE | duration",
        "\"prompt\":\"x\",\"resolution\":\"8k\" | 400 | BAD_RESOLUTION | resolution",
        "\"prompt\":\"x\",\"aspect_ratio\":\"wide\" | 400 | BAD_ASPECT_RATIO | aspect_ratio",
        "\"prompt\":\"x\",\"camera_fixed\":\"maybe\" | 400 | BAD_VALUE | camera_fixed",
        "\"prompt\":\"x\",\"seed\":\"random\" | 400 | BAD_VALUE | seed",
        "\"prompt\":[] | 400 | BAD_VALUE | prompt",
        "\"prompt\": | 400 | BAD_JSON | data"
      })
  void aFormThatIsWrongSaysWhere(String data, int status, String code, @Nullable String field) {
    refused(status, code, field, () -> animate(Photos.png(32, 32), data));
  }

  @Test
  void aPromptIsBounded() {
    refused(
        400,
        "PROMPT_TOO_LONG",
        "prompt",
        () -> animate(Photos.png(32, 32), "\"prompt\":\"%s\"".formatted("x".repeat(4001))));
  }

  @ParameterizedTest
  @CsvSource({"sora2,MODEL_RETIRED", "vhs,PROVIDER_UNKNOWN"})
  void aTemplateOfYesterdayIsRefused(String provider, String code) {
    Instant now = Instant.now();
    String slug = "of-" + provider;
    templates.add(
        new Template(
            provider,
            slug,
            slug,
            "",
            "x",
            null,
            null,
            List.of(),
            List.of(),
            new Motion(provider, "Go.", null, null, null, null),
            now,
            now));
    refused(
        400,
        code,
        "templateSlug",
        () -> animate(Photos.png(32, 32), "\"templateSlug\":\"%s\"".formatted(slug)));
  }

  @Test
  void whoCannotPayIsToldWhatItCosts() {
    makeAvailable(4305);
    Response response =
        refused(
            402,
            "INSUFFICIENT_CREDITS",
            null,
            () ->
                animate(
                    Photos.png(32, 32),
                    "\"prompt\":\"x\",\"duration\":12,\"resolution\":\"1080p\","
                        + "\"aspect_ratio\":\"21:9\",\"provider\":\"seedance\""));
    assertEquals(4306, response.<Integer>path("requiredCredits"));
    assertEquals(4305, response.<Integer>path("currentCredits"));
  }

  private static RequestSpecification with(String key) {
    return given().header("Idempotency-Key", key);
  }

  private static Response animate(byte[] image, String data) {
    return animate(given(), image, data);
  }

  private static Response animate(RequestSpecification request, byte[] image, String data) {
    return request
        .multiPart(image(image))
        .multiPart("data", "{" + data + "}")
        .post(AnimateResource.PATH);
  }

  private static io.restassured.specification.MultiPartSpecification image(byte[] image) {
    return new MultiPartSpecBuilder(image).controlName("startImage").fileName("start.png").build();
  }

  private static Response videoStatus(String jobId) {
    return given().queryParam("jobId", jobId).get(AnimateResource.PATH + "/status");
  }
}
