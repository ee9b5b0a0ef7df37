package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import dev.darkroom.testing.Chromium;
import dev.darkroom.testing.Chromium.Screen;
import dev.darkroom.testing.NeedsBrowser;
import dev.darkroom.web.FreshServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all tests of the page share: a browser before the real server with its emulator. */
@QuarkusTestResource(FreshServer.class)
@ExtendWith(NeedsBrowser.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageCase {
  /** As long as a job of the emulator may take on a busy machine. */
  static final double LONG_MS = 90_000;

  static final Path CAR = Path.of("samples/showroom.jpg");
  static final Path COAST = Path.of("samples/coast.jpg");

  @TestHTTPResource("/")
  URI server;

  Chromium chromium;

  @BeforeAll
  void startTheBrowser() {
    chromium = new Chromium(server);
  }

  @AfterAll
  void endTheBrowser() {
    chromium.close();
  }

  /** All tests share one account, and none may depend on what those before it have spent. */
  @BeforeEach
  void thereIsEnoughToSpend() {
    given()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "email",
                "you@localhost",
                "delta",
                3000,
                "reason",
                "Test",
                "ref",
                UUID.randomUUID()))
        .post("/api/admin/credits")
        .then()
        .statusCode(200);
  }

  @AfterEach
  void theBrowserHadNothingToComplainOf() {
    chromium.assertSilent();
  }

  /** A newcomer's page at this place. */
  Page open(String place) {
    return chromium.open(Screen.DESKTOP, place);
  }

  /** Chooses a photo from disk, where a picker invites to. */
  static void choose(Page page, Path... photos) {
    page.locator("dr-picker input[type=file]").first().setInputFiles(photos);
  }

  /** Waits for a price, and presses the button that orders. */
  static void order(Page page) {
    page.locator("dr-order button.main:enabled:visible").click();
  }

  /** Waits until the job of this tool is done. */
  static void awaitDone(Page page) {
    assertThat(page.locator("dr-job:visible [role=status]"))
        .hasText("Done", new HasTextOptions().setTimeout(LONG_MS));
  }

  /** Brings a photo without the page; its key. */
  static String upload() {
    return upload(CAR);
  }

  static String upload(Path photo) {
    return given()
        .multiPart("file", photo.toFile(), "image/jpeg")
        .post("/api/storage/upload")
        .then()
        .statusCode(201)
        .extract()
        .path("key");
  }

  /** Starts an upscale without the page; the job's id. */
  static String upscale(String key, String factor) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"r2_key\":\"%s\",\"upscale_factor\":%s}".formatted(key, factor))
        .post("/api/tools/upscale")
        .then()
        .statusCode(202)
        .extract()
        .path("jobId");
  }
}
