package dev.darkroom.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Making a photo larger, as a person does it. */
@QuarkusTest
class UpscalePageTest extends PageCase {

  @Test
  void aPhotoFromDiskBecomesLargerAndIsComparedWithItself() {
    Page page = open("tools/upscale");
    choose(page, CAR);
    assertThat(page.locator("dr-upscale .facts")).containsText("3840 × 2160");
    assertThat(page.locator("dr-order")).containsText("1 credit");
    order(page);

    awaitDone(page);
    assertThat(page.getByAltText("Before")).isVisible();
    assertThat(page.getByAltText("After")).isVisible();
    chromium.assertAccessible("a finished upscale");
    // The picture in the README.
    chromium.shot("readme");
  }

  @Test
  void aPhotoIsDroppedOrPastedAnywhere() {
    for (String way :
        List.of(
            "new DragEvent('drop', {dataTransfer: data, cancelable: true})",
            "new ClipboardEvent('paste', {clipboardData: data})")) {
      Page page = open("tools/upscale");
      assertThat(page.locator("dr-picker")).containsText("Drop a photo here");
      page.evaluate(
          """
          async () => {
            const photo = await (await fetch('/samples/coast.jpg')).blob();
            const data = new DataTransfer();
            data.items.add(new File([photo], 'coast.jpg', {type: 'image/jpeg'}));
            window.dispatchEvent(%s);
          }"""
              .formatted(way));
      assertThat(page.locator("dr-upscale .facts")).containsText("1600 × 1200");
    }
  }

  @Test
  void aFileThatIsNoPhotoIsRefusedInWords() {
    Page page = open("tools/upscale");
    choose(page, Path.of("README.md"));
    assertThat(page.locator("dr-picker [role=alert]")).containsText("not a photo");
  }
}
