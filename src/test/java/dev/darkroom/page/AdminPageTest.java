package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.darkroom.testing.Chromium.Screen;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What operators do, and what everybody sees of the money. */
@QuarkusTest
class AdminPageTest extends PageCase {

  @Test
  void theStoryOfAJobIsToldToOperators() {
    String job = upscale(upload(), "1.5");
    Page page = open("jobs/" + job);
    awaitDone(page);
    chromium.go("admin/jobs");
    page.locator("dr-admin a[href*='admin/jobs/%s']".formatted(job)).first().click();
    assertThat(page.locator("dr-admin")).containsText("1 charged");
    for (Screen screen : Screen.ALL) {
      page = chromium.open(screen, "admin/jobs/" + job);
      assertThat(page.locator("dr-admin")).containsText("1 charged");
      chromium.assertAccessible("a job's story by " + screen);
      chromium.shot("admin-story-" + screen);
    }
  }

  @Test
  void nobodyBringsNewJobsWhileTheDoorIsClosed() {
    Page page = open("admin/provider");
    page.getByText("Pause new jobs").click();
    assertThat(page.getByText("Take new jobs again")).isVisible();
    chromium.go("tools/upscale");
    choose(page, CAR);
    order(page);
    assertThat(page.locator("dr-order [role=status]")).not().hasText("");
    chromium.go("admin/provider");
    page.getByText("Take new jobs again").click();
    assertThat(page.getByText("Pause new jobs")).isVisible();
    // That was refused, as it should be.
    chromium.assertSilent("Failed to load resource: the server responded with a status of 503");
  }

  @Test
  void creditsAreGivenOnceThoughItIsPressedTwice() {
    Page page = open("admin/users/you@localhost");
    page.getByRole(AriaRole.SPINBUTTON, new Page.GetByRoleOptions().setName("Credits")).fill("500");
    page.getByLabel("What for").fill("a present");
    page.getByText("Give 500 credits").click();
    assertThat(page.locator("dr-admin")).containsText("Done: +500");
    page.getByText("Give 500 credits").click();
    assertThat(page.locator("dr-admin")).containsText("counted before");
    chromium.assertAccessible("a user");

    chromium.go("credits");
    assertThat(page.getByText("a present")).hasCount(1);
    chromium.assertAccessible("credits");
    chromium.shot("credits");
  }

  @Test
  void aTemplateIsMadeSeenAndDeleted() {
    Page page = open("admin/templates/new");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Harbour");
    page.getByLabel("What is asked for").fill("The [BRAND] car in a harbour, [LIGHT].");
    page.getByText("Add it as a variable").click();
    chromium.assertAccessible("the editor of templates");
    chromium.shot("admin-template");
    page.getByText("Make the template").click();
    page.waitForURL(url -> url.endsWith("/harbour"));
    chromium.go("create");
    assertThat(page.locator("dr-gallery a[href='#/create/harbour']")).isVisible();
    chromium.go("admin/templates/harbour");
    page.getByText("Delete…").click();
    page.getByText("Delete it").click();
    page.waitForURL(url -> url.endsWith("/templates"));
  }
}
