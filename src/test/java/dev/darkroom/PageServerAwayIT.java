package dev.darkroom;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsHiddenOptions;
import dev.darkroom.testing.Chromium;
import dev.darkroom.testing.Chromium.Screen;
import dev.darkroom.testing.NeedsBrowser;
import dev.darkroom.testing.Overheard;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A page that stays open while its server is killed and comes back. */
@ExtendWith(NeedsBrowser.class)
class PageServerAwayIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void aServerThatWasKilledIsMissedAndFoundAgainWithEveryJob() throws Exception {
    int port = RealServer.freePort();
    try (Overheard line = new Overheard(port);
        RealServer server = new RealServer(folder, slow(line), port)) {
      server.awaitReady();
      try (Chromium chromium = new Chromium(URI.create("http://localhost:" + line.port()))) {
        String key = server.upload(Files.readAllBytes(Path.of("samples/front.jpg")));
        Page page = chromium.open(Screen.DESKTOP, "tools/upscale");
        List<String> jobs = new ArrayList<>();
        for (String factor : List.of("1.1", "1.2", "1.3")) {
          String body = "{\"r2_key\":\"%s\",\"upscale_factor\":%s}".formatted(key, factor);
          String answer = server.post("/api/tools/upscale", body, "wish-" + factor).body();
          jobs.add(answer.replaceFirst(".*\"jobId\":\"([^\"]+)\".*", "$1"));
        }
        List<String> rows = jobs.stream().map("dr-jobs a[href='#/jobs/%s']"::formatted).toList();
        for (String row : rows) {
          assertThat(page.locator(row)).isVisible();
        }
        // A submit that is cut off may be waited for longer than anybody looks at a page.
        for (String job : jobs) {
          Awaitility.await()
              .atMost(LONG)
              .until(() -> Ends.kinds(server.get("/api/jobs/" + job)).contains("submitted"));
        }

        server.kill();
        assertThat(page.locator("dr-app .toast")).isVisible();
        for (String row : rows) {
          assertThat(page.locator(row)).isVisible();
        }
        server.startAgain();
        server.awaitReady();
        assertThat(page.locator("dr-app .toast"))
            .isHidden(new IsHiddenOptions().setTimeout((double) LONG.toMillis()));
        for (String row : rows) {
          assertThat(page.locator(row + " .dot.completed"))
              .hasCount(1, new HasCountOptions().setTimeout((double) LONG.toMillis()));
        }
        // What could not be fetched meanwhile is all that there was to complain of.
        chromium.assertSilent("Failed to load resource: net::ERR_");
        line.requireDescribed();
      }
    }
  }

  private static Map<String, String> slow(Overheard line) throws IOException {
    return Map.of(
        "DARKROOM_EMULATOR_PORT",
        Integer.toString(RealServer.freePort()),
        "DARKROOM_EMULATOR_RUN_DELAY",
        "4s",
        "DARKROOM_PUBLIC_URL",
        "http://localhost:" + line.port(),
        "DARKROOM_JOBS_LEASE",
        "2s");
  }
}
