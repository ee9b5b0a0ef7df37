package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.media.Films;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.awt.Rectangle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a submit would cost, of each operation: the same as it then does, and nothing is left. */
@QuarkusTest
class QuoteTest extends ServerTest {
  private static final String REMBG = RembgResource.PATH;
  private static int shade;

  @Inject JobSettings settings;

  @ParameterizedTest
  @CsvSource({
    "/api/templates/generate, 20",
    "/api/templates/video, 61",
    "/api/tools/upscale, 1",
    "/api/tools/draw-to-edit, 100",
    "/api/studio, 20",
    "/api/tools/rembg, 10",
    "/api/tools/video-upscale, 2074",
    "/api/tools/video-interpolate, 10"
  })
  void theQuoteIsWhatTheSubmitThenCostsAndNothingIsLeftOfIt(String path, int price) {
    Supplier<RequestSpecification> request = right(path);
    makeAvailable(5_000);

    assertQuote(price, 5_000, true, () -> request.get().post(path + "?quote=true"));
    makeAvailable(price);
    assertQuote(price, price, true, () -> request.get().post(path + "?quote=true"));
    makeAvailable(price - 1);
    assertQuote(price, price - 1, false, () -> request.get().post(path + "?quote=true"));

    makeAvailable(price);
    Response order = request.get().header("Prefer", "respond-async").post(path + "?quote=false");
    assertEquals(price, order.<Integer>path("credits"), order.asString());
    ended(accepted(order));
    assertEquals(0, credits.account(USER).balance());
  }

  /** A quote that must leave all as it was. */
  private void assertQuote(
      int price, int available, boolean affordable, Supplier<Response> request) {
    Footprint before = footprint();
    Response response = request.get();
    assertEquals(200, response.statusCode(), response.asString());
    assertEquals(
        Map.of("credits", price, "available", available, "affordable", affordable),
        response.path("$"));
    assertNull(response.header("Location"));
    assertUntouched(before);
  }

  /** A request that can be sent again and again; it brings its pictures itself where it can. */
  private Supplier<RequestSpecification> right(String path) {
    byte[] photo = Photos.png(64, 48);
    String data = dataUrl(photo);
    return switch (path) {
      case "/api/templates/generate" ->
          json("{\"templateSlug\":\"showroom\",\"userImageDataUrls\":[\"%s\"]}".formatted(data));
      case "/api/templates/video" -> () -> film(photo);
      case "/api/tools/upscale" -> json("{\"image_url\":\"%s\"}".formatted(data));
      case "/api/tools/draw-to-edit" ->
          json(
              """
              {"prompt":"red","boundingBox":{"x":4,"y":4,"width":20,"height":20},
               "imageDataUrl":"%s","originalImageDataUrl":"%s","carMaskUrl":"%s"}"""
                  .formatted(
                      dataUrl(Photos.subject(32, 32)),
                      data,
                      dataUrl(Photos.mask(64, 48, new Rectangle(0, 0, 9, 9)))));
      case "/api/studio" -> json("{\"prompt\":\"night\",\"image_urls\":[\"%s\"]}".formatted(data));
      case "/api/tools/rembg" -> json("{\"data_url\":\"%s\"}".formatted(dataUrl(fresh())));
      case "/api/tools/video-upscale" -> key(uploaded(Films.mp4(1280, 720, 60, 30)));
      case "/api/tools/video-interpolate" -> key(largeFilm());
      default -> throw new AssertionError(path);
    };
  }

  private static Supplier<RequestSpecification> key(String key) {
    return json("{\"r2_key\":\"%s\"}".formatted(key));
  }

  private static Supplier<RequestSpecification> json(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return () -> given().contentType(ContentType.JSON).body(bytes);
  }

  private static RequestSpecification film(byte[] start) {
    return given()
        .multiPart(
            new MultiPartSpecBuilder(start).controlName("startImage").fileName("a.png").build())
        .multiPart(
            "data",
            "{\"prompt\":\"pan left\",\"duration\":2,\"resolution\":\"480p\",\"aspect_ratio\":\"1:1\"}");
  }

  private static String largeFilm() {
    String film = uploaded(Films.mp4(64, 48, 12, 24));
    return key(film).get().post(VideoToolResource.UPSCALE_PATH).path("key");
  }

  /** Another picture each time, so that none is remembered from another test. */
  private static byte[] fresh() {
    shade++;
    return Photos.subject(260 + shade, 120);
  }

  @Test
  void whatTheLibraryHasIsQuotedAsFree() {
    Supplier<RequestSpecification> request = right(REMBG);
    assertEquals(200, request.get().post(REMBG).statusCode());
    makeAvailable(0);
    assertQuote(0, 0, true, () -> request.get().post(REMBG + "?quote=true"));
    assertEquals("cache", request.get().post(REMBG).path("requestId"));
  }

  @Test
  void aQuoteNeitherUsesAKeyNorLooksAtOne() {
    String path = "/api/tools/upscale";
    Supplier<RequestSpecification> request = right(path);
    String key = UUID.randomUUID().toString();
    assertQuote(1, 5_000, true, () -> keyed(request, key).post(path + "?quote=true"));

    Supplier<RequestSpecification> other = key(uploaded(Photos.png(80, 60)));
    Response order = keyed(other, key).post(path);
    ended(accepted(order));
    assertNull(order.header("Idempotency-Replayed"));

    assertQuote(1, 4_999, true, () -> keyed(request, key).post(path + "?quote=true"));
    assertQuote(1, 4_999, true, () -> keyed(other, key).post(path + "?quote=true"));
    assertQuote(1, 4_999, true, () -> keyed(other, "k".repeat(256)).post(path + "?quote=true"));
    assertEquals("true", keyed(other, key).post(path).header("Idempotency-Replayed"));
  }

  private static RequestSpecification keyed(Supplier<RequestSpecification> request, String key) {
    return request.get().header("Idempotency-Key", key);
  }

  @Test
  void whoMayHaveNoMoreJobsMayAskAllTheSame() {
    String path = "/api/tools/upscale";
    String key = uploaded(Photos.png(64, 48));
    int before = emulator.accepted();
    emulator.cruelty().sometimes(Call.STATUS, 1, 1, new Way.BackInQueue(1));
    for (int i = 0; i < settings.unfinishedMax(); i++) {
      upscaled(key);
    }
    await().until(() -> emulator.accepted() >= before + settings.unfinishedMax());
    int left = 5_000 - settings.unfinishedMax();
    assertQuote(1, left, true, () -> right(path).get().post(path + "?quote=true"));
    refused(429, "TOO_MANY_UNFINISHED", null, () -> right(path).get().post(path));
  }

  @Test
  void nobodyWaitsForAQuoteOfWhatIsUnderWay() {
    Supplier<RequestSpecification> request = right(REMBG);
    emulator.cruelty().next(Call.STATUS, 4, new Way.Answers(503, "application/json", "{}"));
    String job = accepted(request.get().header("Prefer", "respond-async").post(REMBG));
    Response quote = request.get().header("Prefer", "wait=60").post(REMBG + "?quote=true");
    // The one under way pays; nobody knows whether it will still be there to be joined.
    assertEquals(10, quote.<Integer>path("credits"), quote.asString());
    assertNotEquals(0, credits.account(USER).held());
    ended(job);
  }
}
