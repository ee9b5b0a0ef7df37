package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.darkroom.testing.Chromium.Screen;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What holds everywhere on the page: it is true, and the keyboard is where it was. */
@QuarkusTest
class LivePageTest extends PageCase {

  @Test
  void thePageIsTrueWithoutAStream() {
    Page page = open("credits");
    page.route(
        "**/api/events",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(429)
                    .setContentType("application/problem+json")
                    .setBody("{\"code\":\"TOO_MANY_STREAMS\",\"error\":\"Too many\"}")));
    page.reload();
    String job = upscale(upload(), "1.2");
    assertThat(page.locator("dr-jobs a[href='#/jobs/%s']".formatted(job)))
        .containsText("Done", new ContainsTextOptions().setTimeout(LONG_MS));
    assertThat(page.locator("dr-app .toast")).isHidden();
    chromium.assertSilent("Failed to load resource: the server responded with a status of 429");
  }

  @Test
  void aPlaceWithoutItsJobSaysSo() {
    Page page = open("jobs");
    assertThat(page.locator("dr-job")).containsText("No such job");
  }

  @Test
  void aFilterThatIsChangedByKeysKeepsTheKeyboard() {
    Page page = open("library");
    page.locator("dr-filter input").first().focus();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator("dr-filter input").nth(1)).isChecked();
    assertThat(page.locator("dr-filter input").nth(1)).isFocused();
  }

  @Test
  void theListOfJobsTakesTheKeyboardOnAPhoneAndGivesItBack() {
    Page page = chromium.open(Screen.PHONE, "tools/studio");
    Locator opener =
        page.locator("nav.tabs")
            .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Jobs"));
    opener.click();
    assertThat(page.getByLabel("Close the list of jobs")).isFocused();
    // It is a dialog then: the rest of the page, with its heading, is away.
    chromium.assertAccessible(
        "the list of jobs on a phone", "landmark-one-main", "page-has-heading-one");
    chromium.shot("jobs-phone");
    page.keyboard().press("Escape");
    assertThat(opener).isFocused();
  }
}
