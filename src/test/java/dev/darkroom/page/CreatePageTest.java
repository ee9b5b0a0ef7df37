package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** From a template or a few words to a picture, as a person does it. */
@QuarkusTest
class CreatePageTest extends PageCase {

  @Test
  void aTemplateIsFilledInAndMade() {
    Page page = open("create");
    Locator template = page.locator("dr-gallery a[href='#/create/night-street']");
    assertThat(template).isVisible();
    chromium.assertAccessible("the gallery of templates");
    chromium.shot("create");
    template.click();
    choose(page, CAR);
    page.getByLabel("Neon color: hex code").fill("#00c8ff");
    page.getByLabel("Anything else").fill("light rain");
    chromium.assertAccessible("the form of a template");
    chromium.shot("create-form");

    // What was typed is there after a reload; where the photo went, the page knows too.
    assertThat(page.locator("dr-order button.main")).isEnabled();
    page.reload();
    assertThat(page.getByLabel("Anything else")).hasValue("light rain");
    order(page);
    awaitDone(page);
    chromium.assertAccessible("a picture that was made");
    chromium.shot("create-result");
    page.getByText("Make another").click();
    assertThat(page.getByLabel("Neon color: hex code")).hasValue("#00c8ff");
  }

  @Test
  void severalPhotosAndWordsBecomeOnePicture() {
    Page page = open("tools/studio");
    choose(page, CAR);
    page.locator("dr-picker[compact] input[type=file]").setInputFiles(COAST);
    page.getByLabel("What should it show?").fill("the car at the coast");
    chromium.assertAccessible("the studio");
    order(page);
    awaitDone(page);
    chromium.shot("studio");
  }
}
