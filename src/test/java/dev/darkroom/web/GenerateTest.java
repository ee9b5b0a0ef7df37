package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pictures from templates. */
@QuarkusTest
class GenerateTest extends ServerTest {
  private static final String GEMINI = "fal-ai/gemini-25-flash-image/edit";
  private static final String SEEDREAM = "fal-ai/bytedance/seedream/v4/edit";
  private static final String BIREFNET = "fal-ai/birefnet/v2";

  @Test
  void aSubmitAnswersAsTheBriefSays() {
    Response response = generate("showroom");
    String id = accepted(response);
    assertEquals(
        Map.of(
            "jobId",
            id,
            "status",
            "pending",
            "credits",
            20,
            "message",
            "Image generation started. Check status at /api/templates/generate/status"),
        response.path("$"));
    assertEquals("/api/jobs/" + id, response.header("Location"));
  }

  @Test
  void aPictureFromATemplateEndsInTheLibraryAndIsPaidOnce() {
    long before = credits.account(USER).balance();
    String photo = uploaded(Photos.subject(320, 240));
    String id = accepted(generate("night-street", photo, "", ""));
    ended(id);

    Response status = imageStatus(id);
    assertEquals("completed", status.path("status"), status.asString());
    assertEquals(20, status.<Integer>path("credits"));
    assertNull(status.path("tool_type"));
    String key = status.path("key");
    assertTrue(
        key.matches("users/you_localhost-[0-9a-f]{8}/library/gen-" + id + "[.](jpg|png)"), key);
    Response item = given().queryParam("type", "image").queryParam("limit", 1).get("/api/library");
    assertEquals(key, item.path("items[0].key"));
    assertEquals(photo, item.path("items[0].sourceKey"));
    assertFalse(item.<String>path("items[0].blurhash").isEmpty());
    assertEquals(before - 20, credits.account(USER).balance());
    assertEquals(0, credits.account(USER).held());
  }

  @Test
  void anotherVariableMakesAnotherPicture() {
    String photo = uploaded(Photos.subject(320, 240));
    BufferedImage cyan = picture(accepted(generate("night-street", photo, "NEON", "#00c8ff")));
    BufferedImage red = picture(accepted(generate("night-street", photo, "NEON", "#ff2020")));
    assertEquals(cyan.getWidth(), red.getWidth());
    assertTrue(meanDifference(cyan, red) > 8, "mean difference " + meanDifference(cyan, red));
  }

  @Test
  void theJobTellsWhatWasAskedButNotHowTheProviderIs() {
    String id = accepted(generate("night-street", "SHALLOW", "false"));
    Response job = given().get("/api/jobs/" + id);
    String prompt = job.path("input.prompt");
    assertTrue(prompt.contains("Blurred background: no."), prompt);
    assertFalse(prompt.contains("["), prompt);
    assertFalse(job.asString().contains("fal-ai"), job.asString());
    assertFalse(job.<String>path("input.sourceUrl").isEmpty());
  }

  @Test
  void aTemplateOfTheOtherModelIsAskedForItsSize() {
    BufferedImage square = picture(accepted(generate("studio")));
    assertEquals(2048, square.getWidth());
    assertEquals(2048, square.getHeight());
    assertTrue(emulator.models().contains(SEEDREAM));
  }

  @Test
  void aPhotoMayComeInTheRequestItself() {
    String body =
        """
        {"templateSlug":"showroom","userImageKeys":[],"userImageDataUrls":["%s"]}
        """
            .formatted(dataUrl(Photos.subject(160, 120)));
    picture(accepted(post(GenerateResource.PATH, body)));
  }

  @Test
  void theLastPhotosAreTaken() {
    List<String> keys =
        IntStream.range(0, 6).mapToObj(i -> uploaded(Photos.subject(64 + i, 64))).toList();
    String body =
        """
        {"templateSlug":"showroom","userImageKeys":%s}
        """
            .formatted(json(keys));
    Job job = ended(accepted(post(GenerateResource.PATH, body)));
    assertEquals(Phase.COMPLETED, job.phase());
    assertEquals(4, job.input().path("photos").size());
    assertEquals(keys.getLast(), job.input().path("photos").get(3).asText());
    assertEquals(0, job.input().path("scenes").size());
  }

  @Test
  void anIsolatedSubjectIsAStageOfItsOwn() {
    int before = emulator.models().size();
    String id = accepted(isolated(uploaded(Photos.subject(320, 240))));
    Job job = ended(id);
    assertEquals(Phase.COMPLETED, job.phase(), () -> String.valueOf(job.state().cause()));
    List<String> models = emulator.models();
    assertEquals(List.of(BIREFNET, GEMINI), models.subList(before, models.size()));
    assertEquals(2, job.state().counts().submits());
    assertEquals(20, job.state().chargedCredits());
  }

  @Test
  void anIsolationThatFailsFailsTheJobInPlainWordsAndReleasesAll() {
    var account = credits.account(USER);
    emulator.cruelty().next(Call.SUBMIT, 1, Way.modelRefusal("image_load_error", "no"));
    String id = accepted(isolated(uploaded(Photos.subject(320, 240))));
    assertEquals(Phase.FAILED, ended(id).phase());

    Response status = imageStatus(id);
    assertEquals("failed", status.path("status"));
    assertEquals("REFUSED", status.path("code"));
    assertPlainWords(status.path("error"));
    assertEquals(account, credits.account(USER));
  }

  @Test
  void aFailureInTheSecondStageReleasesAllToo() {
    var account = credits.account(USER);
    int before = emulator.accepted();
    // So that the second submit comes after the order for it.
    emulator.cruelty().next(Call.STATUS, 2, new Way.Answers(503, "application/json", "{}"));
    String id = accepted(isolated(uploaded(Photos.subject(320, 240))));
    await().until(() -> emulator.accepted() > before);
    emulator.cruelty().next(Call.SUBMIT, 1, Way.modelRefusal("content_policy_violation", "no"));
    Job job = ended(id);
    assertEquals(Phase.FAILED, job.phase());
    assertEquals(2, job.state().counts().submits());
    assertEquals(account, credits.account(USER));
  }

  @Test
  void onlyTheFirstCompletedPictureOfAUserIsTheirFirst() {
    // Whatever came before in this run, there is exactly one.
    String one = accepted(generate("showroom"));
    ended(one);
    String two = accepted(generate("showroom"));
    ended(two);
    assertNull(imageStatus(two).path("isFirstTemplate"));
    List<String> ids =
        given().get("/api/jobs?type=image&status=completed&limit=100").path("items.id");
    long firsts =
        ids.stream()
            .filter(id -> Boolean.TRUE.equals(imageStatus(id).path("isFirstTemplate")))
            .count();
    assertEquals(1, firsts);
    assertNotEquals(one, two);
  }

  @Test
  void aStudioPictureIsNobodysFirstTemplate() {
    String photo = uploaded(Photos.subject(64, 48));
    String id =
        accepted(
            post(
                StudioResource.PATH,
                "{\"prompt\":\"night\",\"image_keys\":[\"%s\"]}".formatted(photo)));
    ended(id);
    assertNull(imageStatus(id).path("isFirstTemplate"));
  }

  private static Response generate(String slug, String variable, String value) {
    return generate(slug, uploaded(Photos.subject(320, 240)), variable, value);
  }

  private static Response generate(String slug) {
    return generate(slug, uploaded(Photos.subject(320, 240)), "", "");
  }

  private static Response generate(String slug, String photo, String variable, String value) {
    String variables = variable.isEmpty() ? "" : "\"%s\":\"%s\"".formatted(variable, value);
    return post(
        GenerateResource.PATH,
        """
        {"templateSlug":"%s","userImageKeys":["%s"],"variables":{%s}}
        """
            .formatted(slug, photo, variables));
  }

  private static Response isolated(String photo) {
    return post(
        GenerateResource.PATH,
        """
        {"templateSlug":"showroom","userImageKeys":["%s"],"isolateCar":true}
        """
            .formatted(photo));
  }

  private static Response imageStatus(String id) {
    return given().queryParam("jobId", id).get(GenerateResource.PATH + "/status");
  }

  private static String json(List<String> texts) {
    return "[\"" + String.join("\",\"", texts) + "\"]";
  }

  private static double meanDifference(BufferedImage a, BufferedImage b) {
    long sum = 0;
    long count = 0;
    for (int y = 0; y < a.getHeight(); y += 4) {
      for (int x = 0; x < a.getWidth(); x += 4) {
        for (int shift = 0; shift <= 16; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255));
          count++;
        }
      }
    }
    return (double) sum / count;
  }
}
