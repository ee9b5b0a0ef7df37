package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Editing, cutting out and filming, as a person does it. */
@QuarkusTest
class ToolsPageTest extends PageCase {

  @Test
  void aPartOfAPhotoIsMarkedAndEdited() {
    Page page = openMarked();
    page.locator("dr-wish textarea").fill("black and white");
    chromium.assertAccessible("a marked photo");
    chromium.shot("edit");
    order(page);
    awaitDone(page);
    assertThat(page.getByAltText("Before")).isVisible();
    assertThat(page.getByAltText("After")).isVisible();
    chromium.assertAccessible("an edited photo");
    chromium.shot("edit-result");
  }

  @Test
  void whatWasMarkedIsTakenBack() {
    Page page = openMarked();
    page.locator("dr-marker-bar [aria-label=Undo]").click();
    assertThat(page.locator("dr-order button.main")).isDisabled();
  }

  @Test
  void aSubjectIsCutOutAndSeenOnAnyGround() {
    Page page = open("tools/cut-out");
    choose(page, CAR);
    order(page);
    awaitDone(page);
    assertThat(page.locator("dr-ground")).isVisible();
    chromium.assertAccessible("a cut-out");
    chromium.shot("cut-out");
    page.getByText("Mask", new Page.GetByTextOptions().setExact(true)).click();
    chromium.shot("cut-out-mask");
  }

  @Test
  void aPhotoIsAnimatedAndItsFilmMadeLargerAndSmoother() {
    Page page = open("tools/video");
    choose(page, CAR);
    page.locator("dr-animate textarea").first().fill("a slow turn");
    chromium.assertAccessible("a film to be");
    order(page);
    awaitDone(page);
    assertThat(page.locator("dr-film video")).isVisible();
    chromium.shot("video");

    page.locator("dr-job").getByText("Upscale or smooth").click();
    order(page);
    awaitDone(page);
    chromium.assertAccessible("a larger film");
  }

  /** A photo of which a part is marked. */
  private Page openMarked() {
    Page page = open("tools/edit");
    choose(page, COAST);
    Locator surface = page.locator("dr-marker .surface");
    BoundingBox box = surface.boundingBox();
    page.mouse().move(box.x + box.width * 0.4, box.y + box.height * 0.5);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.6, box.y + box.height * 0.6);
    page.mouse().up();
    return page;
  }
}
