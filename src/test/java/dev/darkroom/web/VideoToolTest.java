package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import dev.darkroom.media.Films;
import dev.darkroom.media.MeasuredVideo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Videos that are made larger and smoother: waited for, and done although nobody waits. */
@QuarkusTest
class VideoToolTest extends ServerTest {

  @Test
  void anUploadedVideoIsMeasured() {
    byte[] film = Films.mp4(320, 180, 36, 24);
    Response response = upload("my film.mp4", film);
    assertEquals(201, response.statusCode(), response.asString());
    assertEquals("video/mp4", response.path("contentType"));
    assertEquals(320, response.<Integer>path("width"));
    assertEquals(180, response.<Integer>path("height"));
    assertEquals(1.5f, response.<Float>path("seconds"), 0.001f);
    assertEquals(24f, response.<Float>path("fps"));
    assertEquals(film.length, response.<Integer>path("size"));
    String key = response.path("key");
    assertTrue(key.endsWith("-my-film.mp4"), key);
    Response part =
        given()
            .urlEncodingEnabled(false)
            .header("Range", "bytes=4-7")
            .get(response.<String>path("url"));
    assertEquals(206, part.statusCode());
    assertEquals("ftyp", part.asString());
    assertEquals("bytes 4-7/" + film.length, part.header("Content-Range"));
    assertEquals("video/mp4", part.header("Content-Type"));
  }

  @Test
  void aVideoIsMadeLargerAndThenSmootherAndEachIsPaidOnce() {
    long before = credits.account(USER).balance();
    String source = uploaded(Films.mp4(320, 180, 24, 24));

    Response large = tool("video-upscale", source);

    assertEquals(200, large.statusCode(), large.asString());
    assertEquals(100, large.<Integer>path("credits_used")); // 51.84 by the formula, at least 100
    String largeKey = large.path("key");
    String name = source.substring(source.lastIndexOf('/') + 1).replace(".mp4", "");
    assertTrue(
        largeKey.endsWith("/library/upscaled-" + name + "-" + large.path("jobId") + ".mp4"),
        largeKey);
    assertFilm(large, 640, 360, 24, 1);
    assertEquals(source, given().get("/api/library?limit=1").path("items[0].sourceKey"));

    Response smooth = tool("video-interpolate", largeKey);

    assertEquals(200, smooth.statusCode(), smooth.asString());
    assertEquals(10, smooth.<Integer>path("credits_used")); // 0.5 by the formula, at least 10
    String smoothKey = smooth.path("key");
    assertTrue(smoothKey.contains("/library/60fps-upscaled-" + name), smoothKey);
    assertFilm(smooth, 640, 360, 96, 1);
    Response item = given().get("/api/library?limit=1");
    assertEquals(largeKey, item.path("items[0].sourceKey"));
    assertEquals("video_interpolate", item.path("items[0].jobType"));
    assertEquals(before - 110, credits.account(USER).balance());
    assertEquals(0, credits.account(USER).held());

    refused(400, "ALREADY_UPSCALED", "r2_key", () -> tool("video-upscale", largeKey));
    refused(400, "ALREADY_UPSCALED", "r2_key", () -> tool("video-upscale", smoothKey));
    refused(400, "ALREADY_INTERPOLATED", "r2_key", () -> tool("video-interpolate", smoothKey));
  }

  private static void assertFilm(Response made, int width, int height, double fps, double seconds) {
    MeasuredVideo film = Films.look(download(made.path("url"))).measured();
    assertEquals(width, film.width());
    assertEquals(height, film.height());
    assertEquals(fps, film.rate().fps(), 0.001);
    assertEquals(seconds, film.seconds(), 0.001);
  }

  @Test
  void thePriceIsThatOfTheFileWhateverTheFactor() {
    // 2 s · 30 fps · 0.9216 megapixels · 37.5 = 2073.6
    String source = uploaded(Films.mp4(1280, 720, 60, 30));
    Response ticket =
        given()
            .header("Prefer", "respond-async")
            .contentType(ContentType.JSON)
            .body("{\"r2_key\":\"%s\"}".formatted(source))
            .post(VideoToolResource.UPSCALE_PATH);
    assertEquals(202, ticket.statusCode(), ticket.asString());
    assertEquals(2074, ticket.<Integer>path("credits"));
    assertEquals("respond-async", ticket.header("Preference-Applied"));
    String id = ticket.path("jobId");
    assertEquals(1.5f, given().get("/api/jobs/" + id).<Float>path("input.factor"));
    assertEquals(Phase.COMPLETED, ended(id).phase());
    assertEquals("video_upscale", status(id).path("tool_type"));
    MeasuredVideo film = Films.look(download(status(id).path("url"))).measured();
    assertEquals(1920, film.width());
  }

  @Test
  void whoHangsUpFindsTheResultInTheLibrary() throws IOException {
    String source = uploaded(Films.mp4(160, 90, 12, 24));
    int before = allJobs().size();
    // The provider takes its time, so that the client is surely gone before the end.
    emulator.cruelty().next(Call.STATUS, 4, new Way.Answers(503, "application/json", "{}"));
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      String body = "{\"r2_key\":\"%s\"}".formatted(source);
      String request =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  .formatted(VideoToolResource.UPSCALE_PATH)
              + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      await().until(() -> allJobs().size() > before);
    }
    Job job = ended(allJobs().getFirst().id());
    assertEquals(Phase.COMPLETED, job.phase());
    Response library = given().get("/api/library?kind=video&limit=1");
    assertEquals(job.id(), library.path("items[0].jobId"));
    assertEquals(320, Films.look(download(library.path("items[0].url"))).measured().width());
  }

  @Test
  void aVideoThatIsLargeEnoughIsRefused() {
    // Portrait: 1,080 wide and 1,920 high is full HD, the other way up.
    String tall = uploaded(Films.mp4(1080, 1920, 2, 24));
    refused(400, "UPSCALE_AT_MAX", "r2_key", () -> tool("video-upscale", tall));
    String wide = uploaded(Films.mp4(1920, 400, 2, 24));
    refused(400, "UPSCALE_AT_MAX", "r2_key", () -> tool("video-upscale", wide));
  }

  @Test
  void aVideoThatWasNotUpscaledIsNotInterpolated() {
    String source = uploaded(Films.mp4(160, 90, 12, 24));
    refused(400, "UPSCALE_REQUIRED", "r2_key", () -> tool("video-interpolate", source));
  }

  @Test
  void whatIsNoVideoIsRefused() {
    String photo = uploaded(Photos.png(64, 64));
    refused(415, "NOT_A_VIDEO", "r2_key", () -> tool("video-upscale", photo));
    for (String tool : new String[] {"video-upscale", "video-interpolate"}) {
      refused(404, "FILE_NOT_FOUND", "r2_key", () -> tool(tool, "uploads/none.mp4"));
      refused(404, "FILE_NOT_FOUND", "r2_key", () -> tool(tool, "users/else-00000000/a.mp4"));
      refused(400, "BAD_KEY", "r2_key", () -> tool(tool, "a//b"));
      refused(400, "SOURCE_REQUIRED", "r2_key", () -> post("/api/tools/" + tool, "{}"));
      refused(400, "BODY_REQUIRED", null, () -> post("/api/tools/" + tool, "null"));
      refused(400, "BAD_VALUE", "r2_key", () -> post("/api/tools/" + tool, "{\"r2_key\":[]}"));
    }
  }

  @Test
  void uploadsThatAreNoVideosAreRefused() {
    byte[] film = Films.mp4(320, 180, 36, 24);
    refused(415, "UNSUPPORTED_FILE", "file", () -> upload("empty.mp4", new byte[0]));
    refused(
        415, "UNSUPPORTED_FILE", "file", () -> upload("text.mp4", "Not a film.".getBytes(UTF_8)));
    refused(
        400,
        "VIDEO_BROKEN",
        "file",
        () -> upload("cut.mp4", Arrays.copyOf(film, film.length * 2 / 3)));
    refused(400, "VIDEO_TOO_LONG", "file", () -> upload("long.mp4", Films.claimingHours(film, 10)));
    // Smoothed, it could not be stored, and the provider would have been paid.
    refused(400, "VIDEO_TOO_LARGE", "file", () -> upload("fast.mp4", Films.mp4(64, 64, 60, 1200)));
    Path sound = Path.of("src/test/resources/films/sound-only.mp4");
    refused(400, "NO_PICTURES", "file", () -> upload("sound.mp4", Films.bytes(sound)));
    // A picture is one by whatever name.
    assertEquals("image/png", upload("film.mp4", Photos.png(9, 9)).path("contentType"));
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static Response tool(String tool, String key) {
    return post("/api/tools/" + tool, "{\"r2_key\":\"%s\"}".formatted(key));
  }
}
