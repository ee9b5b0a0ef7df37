package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.media.PixelPlace;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** More submits than can be worked on, over HTTP. */
@QuarkusTest
@TestProfile(RushTest.OneAtOnce.class)
class RushTest extends ServerTest {

  /** A user alone has half of the places. */
  public static final class OneAtOnce implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("darkroom.operations.submits-max", "2");
    }
  }

  @Test
  void whoComesTooManyIsToldToComeAgainAndReadsAreAnswered() {
    String key = uploaded(Photos.png(64, 48));
    String byKey = "{\"r2_key\":\"%s\"}".formatted(key);
    String job = upscaled(key);
    ended(job);
    String data = Base64.getEncoder().encodeToString(Photos.png(64, 48));
    List<PixelPlace> pixels = allPixelPlaces();
    CompletableFuture<Response> slow;
    try {
      String slowly = "{\"image_url\":\"data:image/png;base64,%s\"}".formatted(data);
      slow = CompletableFuture.supplyAsync(() -> taken(slowly));
      // One of a file that is not there waits for no pixels, so it does not keep the place.
      await().until(() -> quote("{\"r2_key\":\"uploads/none.png\"}").statusCode() == 503);

      Response told = refused(503, "TRY_AGAIN", null, () -> upscale(byKey));
      assertEquals("5", told.header("Retry-After"));
      refused(503, "TRY_AGAIN", null, () -> post("/api/tools/rembg", byKey));
      assertEquals(200, given().get("/api/tools/status?jobId=" + job).statusCode());
    } finally {
      pixels.forEach(PixelPlace::close);
    }
    assertEquals(202, slow.join().statusCode());
    ended(upscaled(key));
  }

  /** Until they are given back, nobody gets on with a picture. */
  private static List<PixelPlace> allPixelPlaces() {
    List<PixelPlace> all = new ArrayList<>();
    for (PixelPlace place = PixelPlace.take(Duration.ofSeconds(1));
        place != null;
        place = PixelPlace.take(Duration.ofSeconds(1))) {
      all.add(place);
    }
    return all;
  }

  /** It comes again as long as the only place is somebody else's. */
  private static Response taken(String json) {
    return await().until(() -> upscale(json), told -> told.statusCode() != 503);
  }

  private static Response quote(String json) {
    return given().contentType(ContentType.JSON).body(json).post("/api/tools/upscale?quote=true");
  }
}
