package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates over HTTP. */
@QuarkusTest
class TemplateResourceTest extends ServerTest {

  @Test
  void aNewServerHasSixTemplatesWithPicturesThatOpen() {
    Response all = given().get("/api/templates?limit=6");
    assertEquals(
        List.of("showroom", "night-street", "sunset-coast", "poster", "snow-pass", "studio"),
        all.path("items.slug"));
    for (int i = 0; i < 6; i++) {
      String prompt = all.path("items[%d].prompt".formatted(i));
      assertFalse(prompt.isBlank());
      Photos.decode(download(all.path("items[%d].images[0].url".formatted(i))));
    }
  }

  @Test
  void aTemplateIsMadeReadChangedAndRemoved() {
    String picture = uploaded(Photos.png(64, 48));
    Response made = post("/api/templates", body("\"slug\":\"made-here\",", "In [TONE].", picture));
    assertEquals(201, made.statusCode(), made.asString());
    assertEquals("/api/templates/made-here", made.header("Location"));
    String key = made.path("images[0].key");
    assertTrue(key.matches("templates/[0-9a-f]{64}[.]png"), key);
    assertArrayEquals(Photos.png(64, 48), download(made.path("images[0].url")));

    Response read = given().get("/api/templates/made-here");
    assertEquals(made.jsonPath().getMap("").get("id"), read.path("id"));
    assertEquals("color", read.path("variables[0].type"));
    assertEquals("#112233", read.path("variables[0].default"));

    Response kept = put("made-here", body("", "Now in [TONE].", key));
    assertEquals(200, kept.statusCode(), kept.asString());
    assertEquals(key, kept.path("images[0].key"));
    assertEquals("Now in [TONE].", kept.path("prompt"));

    Response untouched = put("made-here", given().get("/api/templates/made-here").asString());
    assertEquals(List.of(key), untouched.path("imageKeys"));
    Response without = put("made-here", "{\"name\":\"A\",\"prompt\":\"B\"}");
    assertEquals(List.of(key), without.path("imageKeys"));
    Response none = put("made-here", "{\"name\":\"A\",\"prompt\":\"B\",\"imageKeys\":[]}");
    assertEquals(List.of(), none.path("imageKeys"));

    assertEquals(204, given().delete("/api/templates/made-here").statusCode());
    assertEquals(404, given().get("/api/templates/made-here").statusCode());
  }

  @Test
  void aJobThatWaitsIsNotReachedByWhatBecomesOfItsTemplate() {
    post(
        "/api/templates",
        body("\"slug\":\"goes-away\",", "In [TONE].", uploaded(Photos.png(70, 48))));
    String photo = uploaded(Photos.subject(160, 120));
    emulator.cruelty().next(Call.SUBMIT, 2, new Way.Answers(503, "application/json", "{}"));
    String id =
        accepted(
            post(
                GenerateResource.PATH,
                "{\"templateSlug\":\"goes-away\",\"userImageKeys\":[\"%s\"]}".formatted(photo)));
    assertEquals(204, given().delete("/api/templates/goes-away").statusCode());
    picture(id);
  }

  @Test
  void theTemplatesOwnPictureOutlivesTheFileItWasMadeFrom() throws Exception {
    String picture = uploaded(Photos.png(64, 48));
    post("/api/templates", body("\"slug\":\"outlives\",", "In [TONE].", picture));
    Files.delete(data.resolve("blobs").resolve(picture));
    String photo = uploaded(Photos.subject(160, 120));
    picture(
        accepted(
            post(
                GenerateResource.PATH,
                "{\"templateSlug\":\"outlives\",\"userImageKeys\":[\"%s\"]}".formatted(photo))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"prompt\":\"In [MOOD].\" | TOKEN_UNKNOWN | prompt",
        "\"prompt\":\"\" | BAD_PROMPT | prompt",
        "\"model\":\"fal-ai/nobody\" | MODEL_UNKNOWN | model",
        "\"model\":\"\" | MODEL_UNKNOWN | model",
        "\"aspectRatio\":\"7:5\" | BAD_ASPECT_RATIO | aspectRatio",
        "\"aspectRatio\":\"wide\" | BAD_ASPECT_RATIO | aspectRatio",
        "\"slug\":\"Bad Slug\" | BAD_SLUG | slug",
        "\"slug\":\"generate\" | BAD_SLUG | slug",
        "\"slug\":null | BAD_SLUG | slug",
        "\"prompt\":\"In [COLOR-FINISH].\" | TOKEN_UNKNOWN | prompt",
        "\"prompt\":\"In [ BRAND ].\" | TOKEN_UNKNOWN | prompt",
        "\"variables\":[{\"key\":\"A\",\"maxChars\":1.5}] | BAD_VALUE | variables[0].maxChars",
        "\"name\":\"\" | BAD_NAME | name",
        "\"variables\":[{\"key\":\"1\"}] | BAD_VARIABLE | variables[0].key",
        "\"variables\":[{\"key\":\"A\",\"type\":\"sound\"}] | BAD_VALUE | variables[0].type",
        "\"variables\":[null] | BAD_VALUE | variables[0]",
        "\"variables\":[{\"key\":\"A\",\"default\":{}}] | BAD_VALUE | variables[0].default",
        "\"imageKeys\":[\"a\",\"b\",\"c\",\"d\"] | TOO_MANY_IMAGES | imageKeys",
        "\"imageKeys\":[\"../a\"] | BAD_KEY | imageKeys[0]"
      })
  void aTemplateThatIsNoneIsRefused(String value, String code, String field) {
    Footprint before = footprint();
    Response response = post("/api/templates", fineBut(value));
    assertEquals(400, response.statusCode(), response.asString());
    assertEquals(code, response.path("code"));
    assertEquals(field, response.path("field"));
    assertEquals(before, footprint());
    assertEquals(404, given().get("/api/templates/fine").statusCode());
  }

  private static String fineBut(String value) {
    String name = value.substring(1, value.indexOf('"', 1));
    StringBuilder body = new StringBuilder("{").append(value);
    for (String each : List.of("\"slug\":\"fine\"", "\"name\":\"Fine\"", "\"prompt\":\"Fine.\"")) {
      if (!each.startsWith("\"" + name + "\"")) {
        body.append(',').append(each);
      }
    }
    return body.append('}').toString();
  }

  @Test
  void aSlugIsTakenOnceAndStays() {
    refused(
        409,
        "SLUG_TAKEN",
        "slug",
        () -> post("/api/templates", "{\"slug\":\"showroom\",\"name\":\"A\",\"prompt\":\"B\"}"));
    refused(
        400,
        "BAD_SLUG",
        "slug",
        () -> put("showroom", "{\"slug\":\"other\",\"name\":\"A\",\"prompt\":\"B\"}"));
  }

  @Test
  void anUnknownTemplateIsNotFound() {
    refused(404, "TEMPLATE_NOT_FOUND", "slug", () -> given().get("/api/templates/nothing"));
    refused(404, "TEMPLATE_NOT_FOUND", "slug", () -> given().delete("/api/templates/nothing"));
    refused(404, "TEMPLATE_NOT_FOUND", "slug", () -> put("nothing", "{\"name\":\"A\"}"));
  }

  private static Response put(String slug, String json) {
    return given()
        .contentType(ContentType.JSON)
        .body(json.getBytes(StandardCharsets.UTF_8))
        .put("/api/templates/" + slug);
  }

  private static String body(String slug, String prompt, String picture) {
    return """
    {%s"name":"Made here","description":"For a test.","prompt":"%s","imageKeys":["%s"],
     "variables":[{"key":"TONE","label":"Tone","type":"color","default":"#112233"}]}
    """
        .formatted(slug, prompt, picture);
  }
}
