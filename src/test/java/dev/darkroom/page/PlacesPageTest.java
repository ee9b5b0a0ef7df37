package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.LoadState;
import dev.darkroom.testing.Chromium.Screen;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every place of the page, as a newcomer finds it: for everybody's eyes and hands, and light. */
@QuarkusTest
class PlacesPageTest extends PageCase {
  private static final int SCRIPT_BYTES_MAX = 150 << 10;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "create/showroom",
        "tools/upscale",
        "tools/edit",
        "tools/cut-out",
        "tools/studio",
        "tools/video",
        "library",
        "credits",
        "admin/jobs",
        "admin/users",
        "admin/provider",
        "admin/templates",
        "admin/templates/new"
      })
  void everyPlaceIsForEverybodyByDayByNightAndOnAPhone(String place) {
    look(place);
  }

  @Test
  void aJobThatIsNotThereIsMissedInWords() {
    look("jobs/nothing");
    assertThat(chromium.page().locator("dr-job")).containsText("No such job");
    chromium.assertSilent("Failed to load resource: the server responded with a status of 404");
  }

  private void look(String place) {
    for (Screen screen : Screen.ALL) {
      Page page = chromium.open(screen, place);
      assertThat(page.locator("h1").first()).isVisible();
      page.waitForLoadState(LoadState.LOAD);
      chromium.assertAccessible(place + " on " + screen);
      chromium.shot("%s-%s".formatted(place.replace('/', '-'), screen));
      assertEquals(
          screen.width(), page.evaluate("document.documentElement.scrollWidth"), "sideways");
    }
  }

  @Test
  void allScriptIsLight() throws IOException {
    List<Response> scripts = new ArrayList<>();
    Page page = chromium.open(Screen.DESKTOP, "create");
    page.onResponse(
        response -> {
          if (response.url().contains(".js")) {
            scripts.add(response);
          }
        });
    page.reload();
    assertThat(page.locator("dr-gallery")).isVisible();
    int bytes = 0;
    // To read one lets others come.
    for (Response script : List.copyOf(scripts)) {
      bytes += zipped(script.body());
    }
    page.waitForFunction("() => performance.getEntriesByName('first-contentful-paint').length > 0");
    Object paintedMs =
        page.evaluate(
            "Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)");
    System.out.printf("%,d bytes of script, zipped; first paint after %s ms%n", bytes, paintedMs);
    assertTrue(bytes > 10_000, scripts.size() + " scripts");
    assertTrue(bytes < SCRIPT_BYTES_MAX, bytes + " bytes");
  }

  private static int zipped(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.size();
  }
}
