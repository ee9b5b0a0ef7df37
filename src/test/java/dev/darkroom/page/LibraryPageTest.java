package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.darkroom.testing.Chromium.Screen;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library, as a person looks through it, with a few hundred things in it. */
@QuarkusTest
class LibraryPageTest extends PageCase {
  private static final int ITEMS = 200;

  @BeforeEach
  void thereIsMuchInTheLibrary() {
    List<String> photos =
        Stream.of("showroom", "front", "snow-pass", "night-street")
            .map(name -> upload(Path.of("samples", name + ".jpg")))
            .toList();
    for (int made = count(); made < ITEMS; made = count()) {
      for (int next = 0; next < Math.min(15, ITEMS - made); next++) {
        upscale(photos.get(next % photos.size()), "1.%d".formatted(1 + next / 2 % 3));
      }
      int least = Math.min(ITEMS, made + 15);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> count() >= least);
    }
  }

  private static int count() {
    List<String> keys = given().get("/api/library?limit=100").jsonPath().getList("items.key");
    String next = given().get("/api/library?limit=100").jsonPath().getString("nextCursor");
    if (next == null) {
      return keys.size();
    }
    return keys.size()
        + given()
            .get("/api/library?limit=100&cursor=" + next)
            .jsonPath()
            .getList("items.key")
            .size();
  }

  @Test
  void twoHundredThingsAreSeenByDayByNightAndOnAPhone() {
    for (Screen screen : Screen.ALL) {
      Page page = chromium.open(screen, "library");
      assertThat(page.locator("dr-library [role=option]").nth(5)).isVisible();
      Locator pictures = page.locator("dr-library [role=option] img");
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofMinutes(1))
          .until(() -> pictures.count() > 5 && allSeen(pictures));
      chromium.assertAccessible("the library on " + screen);
      chromium.shot("library-200-" + screen);
      assertTrue(page.locator("dr-library [role=option]").count() < 120, "all are in the page");
      Object widest =
          pictures.evaluateAll("all => Math.max(...all.map(each => each.naturalWidth))");
      assertEquals(480, widest, "a wall of full pictures");
    }
  }

  @Test
  void oneThingIsOpenedWithWhereItCameFromAndItsNeighbours() {
    Page page = open("library");
    page.locator("dr-library [role=option]").first().click();
    assertThat(page.locator("dr-item h1")).containsText("Upscale");
    assertThat(page.locator("dr-item dr-lineage")).containsText(".jpg");
    chromium.assertAccessible("a thing of the library");
    chromium.shot("library-item");
    String first = page.url();
    page.keyboard().press("ArrowRight");
    page.waitForURL(url -> !url.equals(first));
    page.keyboard().press("Escape");
    assertThat(page.locator("dr-library [role=option]").first()).isVisible();
  }

  @Test
  void severalAreChosenKeptAndDeleted() {
    Page page = open("library");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Select").setExact(true))
        .click();
    Locator things = page.locator("dr-library [role=option]");
    things.nth(0).click();
    things.nth(1).click();
    assertThat(page.locator("dr-library [role=option][aria-selected=true]")).hasCount(2);
    Download download = page.waitForDownload(() -> button(page, "Download").click());
    assertTrue(download.suggestedFilename().startsWith("upscale-"), download.suggestedFilename());

    int before = count();
    button(page, "Delete").click();
    page.locator("dr-delete-dialog button.danger").click();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count() == before - 2);
    assertEquals(0, page.locator("dr-delete-dialog [role=alert]:visible").count());
  }

  /** Those further down are read when somebody goes there. */
  private static boolean allSeen(Locator pictures) {
    return (boolean)
        pictures.evaluateAll(
            "all => all.every(each => each.naturalWidth > 0"
                + " || each.getBoundingClientRect().top > innerHeight)");
  }

  private static Locator button(Page page, String name) {
    return page.locator("dr-library")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .first();
  }
}
