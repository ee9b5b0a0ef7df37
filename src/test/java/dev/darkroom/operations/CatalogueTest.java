package dev.darkroom.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is offered, and how an operator changes it. */
class CatalogueTest {
  @TempDir Path folder;

  @Test
  void theUsualPricesAreThoseOfTheContract() {
    Catalogue usual = CatalogueFile.read(Optional.empty());
    assertEquals(20, usual.image().credits());
    assertEquals(1, usual.upscale().credits());
    assertEquals(90, usual.drawToEdit().credits());
    assertEquals(10, usual.drawToEdit().carMaskCredits());
    assertEquals(20, usual.studio().credits());
    assertEquals(10, usual.rembg().credits());
  }

  @Test
  void anOperatorChangesOnlyWhatTheyName() throws IOException {
    Catalogue changed =
        read(
            """
            {"image": {"credits": 35},
             "models": {"someone/new/edit": {"imagesMax": 2, "aspectRatios": [],
                                             "imageSides": [], "outputFormats": ["png"]},
                        "fal-ai/nano-banana/edit": null},
             "studio": {"model": "someone/new/edit"}}
            """);
    Catalogue usual = CatalogueFile.read(Optional.empty());

    assertEquals(35, changed.image().credits());
    assertEquals(usual.image().isolate(), changed.image().isolate());
    assertEquals(usual.rembg(), changed.rembg());
    assertEquals("someone/new/edit", changed.studio().model());
    assertEquals(2, changed.model("someone/new/edit").orElseThrow().imagesMax());
    assertTrue(changed.model("fal-ai/nano-banana/edit").isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"image\":{\"credit\":35}} | image.credit",
        "{\"image\":{\"credits\":-1}} | below zero",
        "{\"image\":{\"credits\":\"many\"}} | image.credits",
        "{\"image\":{\"model\":\"nobody/knows\"}} | nobody/knows is not among the models",
        "{\"upscale\":{\"longerSideMax\":10}} | longerSideMax",
        "{\"models\":{\"a/b\":{\"imagesMax\":2}}} | models.a/b",
        "{\"rembg\":null} | rembg",
        "[] | one JSON object",
        "null | one JSON object",
        "'' | one JSON object",
        "{\"image\":{\"credits\":1.9}} | image.credits",
        "{\"image\":{\"credits\":\"7\"}} | image.credits",
        "{\"image\": | "
      })
  void aCatalogueThatMakesNoSenseSaysWhere(String json, String where) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(json));
    assertFalse(String.valueOf(e.getMessage()).contains("dev.darkroom"), e.getMessage());
    assertTrue(where == null || String.valueOf(e.getMessage()).contains(where), e.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path nowhere = folder.resolve("nowhere.json");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> CatalogueFile.read(Optional.of(nowhere)));
    assertTrue(String.valueOf(e.getMessage()).contains("nowhere.json"), e.getMessage());
  }

  private Catalogue read(String json) throws IOException {
    Path file = folder.resolve("catalogue.json");
    Files.writeString(file, json);
    return CatalogueFile.read(Optional.of(file));
  }
}
