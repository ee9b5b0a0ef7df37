package dev.darkroom.web;

import static io.restassured.RestAssured.given;

import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generations that cannot be: each is refused in words, names its field, and costs nothing. */
@QuarkusTest
class GenerateRefusalTest extends ServerTest {
  @Inject TemplateStore templates;

  @Test
  void aTemplateMustBeNamedAndKnown() {
    refused(
        400, "TEMPLATE_REQUIRED", "templateSlug", () -> asked("{\"userImageKeys\":[\"a.png\"]}"));
    refused(404, "TEMPLATE_NOT_FOUND", "templateSlug", () -> of("\"templateSlug\":\"nowhere\""));
    refused(404, "TEMPLATE_NOT_FOUND", "templateId", () -> of("\"templateId\":\"nowhere\""));
    refused(400, "BODY_REQUIRED", null, () -> asked("null"));
  }

  @Test
  void thereMustBePhotosButNotForty() {
    refused(
        400, "IMAGES_REQUIRED", "userImageKeys", () -> asked("{\"templateSlug\":\"showroom\"}"));
    refused(400, "TOO_MANY_IMAGES", "userImageKeys", () -> forty("userImageKeys", "a.png"));
    refused(
        400, "TOO_MANY_IMAGES", "userImageDataUrls", () -> forty("userImageDataUrls", "data:,"));
  }

  private static Response forty(String field, String each) {
    String all = String.join("\",\"", Collections.nCopies(40, each));
    return asked("{\"templateSlug\":\"showroom\",\"%s\":[\"%s\"]}".formatted(field, all));
  }

  @Test
  void aPhotoThatIsUnknownIsNamedByItsPlace() {
    String good = uploaded(Photos.png(64, 64));
    refused(
        404,
        "FILE_NOT_FOUND",
        "userImageKeys[1]",
        () -> keys("\"%s\",\"uploads/nothing.png\"".formatted(good)));
    refused(400, "BAD_KEY", "userImageKeys[0]", () -> keys("\"../a.png\""));
    refused(400, "BAD_VALUE", "userImageKeys[0]", () -> keys("null"));
    refused(400, "BAD_VALUE", "userImageKeys[1]", () -> keys("\"a.png\",\" \""));
  }

  @ParameterizedTest
  @CsvSource({
    "'data:image/png;base64,@@@', 400, BAD_DATA_URL",
    "'data:image/png;base64,', 400, BAD_DATA_URL",
    "'data:image/png,abc', 400, BAD_DATA_URL",
    "'https://example.com/a.png', 400, BAD_DATA_URL",
    "'nonsense', 400, BAD_DATA_URL",
    "'data:image/png;base64,aGVsbG8=', 415, NOT_A_PICTURE"
  })
  void aDataUrlWithoutAPictureIsRefused(String url, int status, String code) {
    refused(status, code, "userImageDataUrls[0]", () -> data(url));
  }

  @Test
  void whatCameBeforeABadPhotoIsForgotten() {
    String good = dataUrl(Photos.png(64, 64));
    refused(
        415,
        "NOT_A_PICTURE",
        "userImageDataUrls[1]",
        () -> data(good + "\",\"data:image/png;base64,aGVsbG8="));
  }

  @Test
  void aDataUrlOf30MbIsRefused() {
    byte[] noise = new byte[30 << 20];
    new Random(1).nextBytes(noise);
    String url = dataUrl(noise);
    refused(413, "FILE_TOO_LARGE", "userImageDataUrls[0]", () -> data(url));
  }

  @Test
  void aVariableOfTheWrongKindIsNamed() {
    String photo = uploaded(Photos.png(64, 64));
    refused(400, "BAD_VARIABLE", "variables.NEON", () -> with(photo, "\"NEON\":\"red\""));
    refused(400, "BAD_VALUE", "variables.NEON", () -> with(photo, "\"NEON\":[1]"));
    refused(400, "BAD_VARIABLE", "variables.SHALLOW", () -> with(photo, "\"SHALLOW\":\"maybe\""));
    refused(400, "VARIABLE_UNKNOWN", "variables.NOEN", () -> with(photo, "\"NOEN\":\"#ffffff\""));
  }

  @Test
  void aRequiredVariableThatIsMissingIsNamed() {
    String slug = "needs-a-word";
    post(
        "/api/templates",
        """
        {"slug":"%s","name":"Needs a word","prompt":"[WORD]",
         "variables":[{"key":"WORD","label":"A word","type":"text","required":true}]}
        """
            .formatted(slug));
    String photo = uploaded(Photos.png(64, 64));
    refused(
        400,
        "VARIABLE_REQUIRED",
        "variables.WORD",
        () -> asked("{\"templateSlug\":\"%s\",\"userImageKeys\":[\"%s\"]}".formatted(slug, photo)));
  }

  @Test
  void aTemplateWhoseModelIsNotOfferedAnyMoreIsRefused() {
    Instant now = Instant.now();
    templates.add(
        new Template(
            "ffffffff-0000-7000-8000-000000000001",
            "of-yesterday",
            "Of yesterday",
            "",
            "A picture.",
            "fal-ai/retired/edit",
            null,
            List.of(),
            List.of(),
            null,
            now,
            now));
    String photo = uploaded(Photos.png(64, 64));
    refused(
        400,
        "MODEL_UNKNOWN",
        "templateSlug",
        () ->
            asked(
                "{\"templateSlug\":\"of-yesterday\",\"userImageKeys\":[\"%s\"]}".formatted(photo)));
  }

  @Test
  void manySmallPartsAreRefusedBeforeTheyFillTheMemory() {
    String parts = "{},".repeat(2_000_000) + "{}";
    refused(
        400,
        "BAD_JSON",
        null,
        () -> asked("{\"templateSlug\":\"showroom\",\"variables\":{\"A\":[" + parts + "]}}"));
  }

  @Test
  void aFactAboutTheCarThatIsTooLongIsNamed() {
    String photo = uploaded(Photos.png(64, 64));
    refused(
        400,
        "BAD_VARIABLE",
        "vehicle.make",
        () ->
            asked(
                "{\"templateSlug\":\"showroom\",\"userImageKeys\":[\"%s\"],\"vehicle\":{\"make\":\"%s\"}}"
                    .formatted(photo, "x".repeat(201))));
  }

  @Test
  void aStatusNeedsAJob() {
    String path = GenerateResource.PATH + "/status";
    refused(400, "PARAMETER_REQUIRED", "jobId", () -> given().get(path));
    refused(404, "JOB_NOT_FOUND", "jobId", () -> given().get(path + "?jobId=nothing"));
  }

  private static Response asked(String json) {
    return post(GenerateResource.PATH, json);
  }

  private static Response of(String template) {
    return asked("{%s,\"userImageKeys\":[\"a.png\"]}".formatted(template));
  }

  private static Response keys(String keys) {
    return asked("{\"templateSlug\":\"showroom\",\"userImageKeys\":[%s]}".formatted(keys));
  }

  private static Response data(String urls) {
    return asked("{\"templateSlug\":\"showroom\",\"userImageDataUrls\":[\"%s\"]}".formatted(urls));
  }

  private static Response with(String photo, String variables) {
    return asked(
        "{\"templateSlug\":\"night-street\",\"userImageKeys\":[\"%s\"],\"variables\":{%s}}"
            .formatted(photo, variables));
  }
}
