package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for a price that get none, and are never taken for an order. */
@QuarkusTest
class QuoteRefusalTest extends ServerTest {
  private static final String OPEN_API = "/q/openapi?format=json";

  private static final Set<String> COST =
      Set.of(
          "post /api/templates/generate",
          "post /api/templates/video",
          "post /api/jobs/{id}/retry",
          "post /api/admin/jobs/{id}/retry",
          "post /api/tools/upscale",
          "post /api/tools/draw-to-edit",
          "post /api/studio",
          "post /api/tools/rembg",
          "post /api/tools/video-upscale",
          "post /api/tools/video-interpolate");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/templates/generate | {\"templateSlug\":\"none\",\"userImageKeys\":[\"a.png\"]}",
        "/api/templates/generate | {\"templateSlug\":\"showroom\",\"userImageKeys\":[\"a.png\"]}",
        "/api/tools/upscale | {\"r2_key\":\"a.png\",\"upscale_factor\":9}",
        "/api/tools/upscale | {\"image_url\":\"http://127.0.0.1/a.png\"}",
        "/api/tools/upscale | {\"r2_key\":1}",
        "/api/tools/draw-to-edit | {\"prompt\":\"red\",\"imageDataUrl\":\"data:,\"}",
        "/api/studio | {\"prompt\":\" \",\"image_keys\":[\"a.png\"]}",
        "/api/tools/rembg | {\"data_url\":\"data:image/png;base64,AAAA\"}",
        "/api/tools/rembg | {\"r2_key\":\"a.png\",\"model\":\"none\"}",
        "/api/tools/video-upscale | {\"r2_key\":\"a.mp4\"}",
        "/api/tools/video-interpolate | {\"r2_key\":\"a.mp4\"}",
        "/api/tools/video-interpolate | {",
      })
  void whatTheSubmitRefusesItsQuoteRefusesInTheSameWords(String path, String body) {
    assertSame(given().contentType(ContentType.JSON).body(body), path);
  }

  @Test
  void aFormIsCheckedAsEver() {
    assertSame(given().multiPart("data", "{\"prompt\":\"pan left\"}"), AnimateResource.PATH);
    assertSame(
        given()
            .multiPart("startImage", "a.png", "no picture".getBytes(US_ASCII))
            .multiPart("data", "{\"prompt\":\"pan left\"}"),
        AnimateResource.PATH);
  }

  private void assertSame(RequestSpecification request, String path) {
    Footprint before = footprint();
    Response submit = request.post(path);
    Response quote = request.post(path + "?quote=true");
    assertProblem(submit.statusCode(), submit.path("code"), submit.path("field"), submit);
    assertProblem(submit.statusCode(), submit.path("code"), submit.path("field"), quote);
    assertEquals(submit.<String>path("detail"), quote.path("detail"));
    assertUntouched(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quote",
        "quote=",
        "quote=1",
        "quote=yes",
        "quote=TRUE",
        "quote=true%20",
        "quote=true,true",
        "%71uote=yes",
        "quote=false&quote=true",
        "quote=false&quote=false",
        "quote=true&quote=",
      })
  void aValueThatSaysNeitherIsNoOrder(String query) throws IOException {
    String photo = uploaded(Photos.png(64, 48));
    refused(400, "BAD_VALUE", "quote", () -> upscale(query, photo));
    for (Endpoint each : endpoints()) {
      if (each.query().contains("quote")) {
        refused(400, "BAD_VALUE", "quote", () -> send(each, query));
      }
    }
  }

  @Test
  void anEscapedNameIsTheSameName() {
    Response quote = upscale("%71uote=true", uploaded(Photos.png(64, 48)));
    assertEquals(1, quote.<Integer>path("credits"), quote.asString());
    assertEquals(200, quote.statusCode());
  }

  private static Response upscale(String query, String key) {
    return given()
        .urlEncodingEnabled(false)
        .contentType(ContentType.JSON)
        .body("{\"r2_key\":\"%s\"}".formatted(key))
        .post("/api/tools/upscale?" + query);
  }

  @Test
  void whereNothingCostsNoPriceIsAskedFor() throws IOException {
    Set<String> offering = new TreeSet<>();
    for (Endpoint each : endpoints()) {
      if (each.query().contains("quote")) {
        offering.add(each.toString());
      } else {
        for (String value : List.of("true", "false", "")) {
          refused(400, "QUOTE_NOT_OFFERED", "quote", () -> send(each, "quote=" + value));
        }
      }
    }
    assertEquals(new TreeSet<>(COST), offering);
  }

  @Test
  void theDescriptionSaysWhatAQuoteIs() {
    String at = "paths.'/api/studio'.post.";
    Response openApi = given().get(OPEN_API);
    assertEquals(
        List.of("boolean"),
        openApi.path(at + "parameters.findAll { it.name == 'quote' }.schema.type"));
    assertEquals(
        List.of("#/components/schemas/QuoteBody", "#/components/schemas/StatusBody"),
        openApi.path(at + "responses.'200'.content.'application/json'.schema.anyOf.'$ref'"));
  }

  private static List<Endpoint> endpoints() throws IOException {
    return Endpoint.of(new JsonMapper().readTree(given().get(OPEN_API).asString()));
  }

  private static Response send(Endpoint to, String query) {
    RequestSpecification request = given().urlEncodingEnabled(false);
    if (to.isForm()) {
      request.multiPart("data", "{}");
    } else if (!to.type().isEmpty()) {
      request.contentType(to.type()).body("{}".getBytes(US_ASCII));
    }
    return request.request(to.method(), to.path().replaceAll("[{].*?[}]", "x") + "?" + query);
  }
}
