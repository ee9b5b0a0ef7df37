package dev.darkroom.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Way;
import dev.darkroom.jobs.Phase;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Background removal: waited for, and remembered. */
@QuarkusTest
class RembgTest extends ServerTest {
  private static int shade;

  @Inject Blobs blobs;

  /** Another picture each time, so that none is remembered from another test. */
  private static byte[] fresh() {
    shade++;
    return Photos.subject(160 + shade, 120);
  }

  @Test
  void theAnswerIsTheResult() {
    long before = credits.account(USER).balance();
    byte[] photo = fresh();
    String key = uploaded(photo);

    Response response = rembg("\"r2_key\":\"%s\",\"output_mask\":true".formatted(key));

    assertEquals(200, response.statusCode(), response.asString());
    BufferedImage cut = Photos.decode(download(response.path("image.url")));
    assertEquals(0xff, cut.getRGB(cut.getWidth() / 2, 60) >>> 24);
    assertEquals(0, cut.getRGB(2, 2) >>> 24);
    BufferedImage mask = Photos.decode(download(response.path("mask_image.url")));
    assertEquals(cut.getWidth(), mask.getWidth());
    assertEquals(0xffffff, mask.getRGB(cut.getWidth() / 2, 60) & 0xffffff);
    assertEquals(0, mask.getRGB(2, 2) & 0xffffff);
    String id = response.path("requestId");
    String result = response.path("key");
    assertTrue(result.endsWith("/library/rembg-" + id + ".png"), result);
    assertEquals(before - 10, credits.account(USER).balance());
    Response item = given().get("/api/library?limit=1");
    assertEquals(result, item.path("items[0].key"));
    assertEquals(result.replace(".png", ".mask.png"), item.path("items[0].maskKey"));
  }

  @Test
  void theSameAgainCostsNothingAndIsAnsweredFromStorage() {
    String key = uploaded(fresh());
    Response first = rembg("\"r2_key\":\"%s\"".formatted(key));
    assertNull(first.path("mask_image"));
    assertEquals(10, first.<Integer>path("credits"));
    Footprint before = footprint();

    Response again = rembg("\"r2_key\":\"%s\"".formatted(key));

    assertEquals(200, again.statusCode());
    assertEquals("cache", again.path("requestId"));
    assertEquals(0, again.<Integer>path("credits"));
    assertEquals(first.<String>path("key"), again.path("key"));
    download(again.path("image.url"));
    assertEquals(before, footprint());
  }

  @Test
  void theSameThreeTimesAtOnceIsOneJobThatIsPaidOnce() throws Exception {
    long before = credits.account(USER).balance();
    String key = uploaded(fresh());
    emulator.cruelty().next(Call.STATUS, 1, new Way.Answers(503, "application/json", "{}"));
    List<Future<Response>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        asked.add(threads.submit(() -> rembg("\"r2_key\":\"%s\"".formatted(key))));
      }
    }
    Set<String> results = new HashSet<>();
    int told = 0;
    for (Future<Response> each : asked) {
      assertEquals(200, each.get().statusCode(), each.get().asString());
      results.add(each.get().path("key"));
      told += each.get().<Integer>path("credits");
    }
    assertEquals(1, results.size());
    assertEquals(10, told);
    assertEquals(before - 10, credits.account(USER).balance());
  }

  @Test
  void whoWaitsKeepsNoRoomFromOthers() {
    emulator.cruelty().next(Call.STATUS, 4, new Way.Answers(503, "application/json", "{}"));
    byte[] body =
        "{\"data_url\":\"%s\"%s}"
            .formatted(dataUrl(fresh()), " ".repeat(40 << 20))
            .getBytes(US_ASCII);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int jobsBefore = allJobs().size();
      Future<Response> waiting =
          threads.submit(
              () -> given().contentType(ContentType.JSON).body(body).post(RembgResource.PATH));
      await().until(() -> allJobs().size() > jobsBefore);
      await()
          .until(
              () ->
                  given()
                          .contentType(ContentType.JSON)
                          .body(body)
                          .post(StudioResource.PATH)
                          .statusCode()
                      == 400);
      assertFalse(waiting.isDone());
    }
  }

  @Test
  void theSameBytesUnderAnotherNameAreTheSame() {
    byte[] photo = fresh();
    rembg("\"r2_key\":\"%s\"".formatted(uploaded(photo)));
    Footprint before = footprint();
    Response again = rembg("\"data_url\":\"%s\"".formatted(dataUrl(photo)));
    assertEquals("cache", again.path("requestId"));
    assertEquals(before, footprint());
  }

  @Test
  void otherSettingsAreAnotherRequest() {
    String key = uploaded(fresh());
    rembg("\"r2_key\":\"%s\"".formatted(key));
    Response masked = rembg("\"r2_key\":\"%s\",\"output_mask\":true".formatted(key));
    assertNotEquals("cache", masked.path("requestId"));
    Response webp = rembg("\"r2_key\":\"%s\",\"output_format\":\"webp\"".formatted(key));
    assertNotEquals("cache", webp.path("requestId"));
    assertTrue(webp.<String>path("key").endsWith(".webp"));
  }

  @Test
  void theSameKeyAfterItsBytesChangedIsAnotherRequest() throws IOException {
    String key = uploaded(fresh());
    Response first = rembg("\"r2_key\":\"%s\"".formatted(key));
    blobs.put(BlobKey.of(key), fresh());
    Response second = rembg("\"r2_key\":\"%s\"".formatted(key));
    assertNotEquals("cache", second.path("requestId"));
    assertNotEquals(first.<String>path("key"), second.path("key"));
  }

  @Test
  void whatWasDeletedIsMadeAnew() {
    String key = uploaded(fresh());
    Response first = rembg("\"r2_key\":\"%s\",\"output_mask\":true".formatted(key));
    String result = first.path("key");
    String mask = result.replace(".png", ".mask.png");
    assertTrue(Files.exists(data.resolve("blobs").resolve(mask)));

    assertEquals(204, given().queryParam("key", result).delete("/api/library").statusCode());

    assertTrue(Files.notExists(data.resolve("blobs").resolve(result)));
    assertTrue(Files.notExists(data.resolve("blobs").resolve(mask)));
    Response again = rembg("\"r2_key\":\"%s\",\"output_mask\":true".formatted(key));
    assertNotEquals("cache", again.path("requestId"));
  }

  @Test
  void whoDoesNotWaitGetsATicket() {
    Response response = prefer("respond-async", "\"r2_key\":\"%s\"".formatted(uploaded(fresh())));
    assertEquals(202, response.statusCode(), response.asString());
    assertEquals("respond-async", response.header("Preference-Applied"));
    assertEquals(10, response.<Integer>path("credits"));
    String id = response.path("jobId");
    assertEquals("/api/jobs/" + id, response.header("Location"));
    assertEquals(Phase.COMPLETED, ended(id).phase());
    assertEquals("rembg", status(id).path("tool_type"));
  }

  @Test
  void whenTheWaitIsOverThereIsATicketAndTheJobGoesOn() {
    emulator.cruelty().next(Call.STATUS, 3, new Way.Answers(503, "application/json", "{}"));
    Response response =
        prefer("wait=1; foo, respond-async", "\"r2_key\":\"%s\"".formatted(uploaded(fresh())));
    assertEquals(202, response.statusCode(), response.asString());
    assertEquals("wait=1", response.header("Preference-Applied"));
    assertEquals(Phase.COMPLETED, ended(response.path("jobId")).phase());
  }

  @Test
  void aRemovalThatFailsSaysSoAndCostsNothing() {
    var account = credits.account(USER);
    emulator.cruelty().next(Call.SUBMIT, 1, Way.modelRefusal("image_load_error", "no"));
    Response response = rembg("\"r2_key\":\"%s\"".formatted(uploaded(fresh())));
    assertProblem(422, "REFUSED", null, response);
    assertEquals(account, credits.account(USER));
  }

  @Test
  void bytesThatChangeBeforeTheirTurnAreNotWorkedOn() throws IOException {
    String key = uploaded(fresh());
    // No try to reach the provider succeeds before the file is another.
    emulator.cruelty().next(Call.INITIATE, 1000, new Way.Answers(503, "application/json", "{}"));
    emulator.cruelty().next(Call.SUBMIT, 1000, new Way.Answers(503, "application/json", "{}"));
    Response ticket = prefer("respond-async", "\"r2_key\":\"%s\"".formatted(key));
    await()
        .until(() -> jobs.find(USER, ticket.path("jobId")).orElseThrow().state().cause() != null);
    blobs.put(BlobKey.of(key), fresh());
    assertEquals(Phase.FAILED, ended(ticket.path("jobId")).phase());
    assertEquals("SOURCE_CHANGED", status(ticket.path("jobId")).path("code"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"model\":\"Best\" | model",
        "\"operating_resolution\":\"9999x9999\" | operating_resolution",
        "\"operating_resolution\":\"2304x2304\" | operating_resolution",
        "\"output_format\":\"gif\" | output_format",
        "\"refine_foreground\":\"yes\" | refine_foreground"
      })
  void aSettingThatIsNoneIsNamed(String setting, String field) {
    String key = uploaded(fresh());
    refused(400, "BAD_VALUE", field, () -> rembg("\"r2_key\":\"%s\",%s".formatted(key, setting)));
  }

  @Test
  void noSourceIsRefused() {
    refused(400, "SOURCE_REQUIRED", "r2_key", () -> rembg("\"output_mask\":true"));
    refused(400, "BAD_URL", "image_url", () -> rembg("\"image_url\":\"http://localhost/a.png\""));
    refused(404, "FILE_NOT_FOUND", "r2_key", () -> rembg("\"r2_key\":\"uploads/no.png\""));
    refused(400, "BAD_DATA_URL", "data_url", () -> rembg("\"data_url\":\"https://a.org/b.png\""));
    String speck = uploaded(Photos.png(1, 1));
    refused(400, "PICTURE_TOO_SMALL", "r2_key", () -> rembg("\"r2_key\":\"%s\"".formatted(speck)));
  }

  private static Response rembg(String fields) {
    return post(RembgResource.PATH, "{" + fields + "}");
  }

  private static Response prefer(String preference, String fields) {
    return given()
        .header("Prefer", preference)
        .contentType(ContentType.JSON)
        .body("{" + fields + "}")
        .post(RembgResource.PATH);
  }
}
