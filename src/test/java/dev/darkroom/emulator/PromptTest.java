package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {

  private static String name(Optional<NamedColor> color) {
    return color.map(NamedColor::name).orElse("-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a red car | red | - | -",
        "the car in deep blue | blue | - | -",
        "Place the #1f6f43 with black accents Porsche 911 car from the last picture | #1f6f43 | - | -",
        "Repaint it GREEN | green | - | -",
        "dressed all in orange | orange | - | -",
        "the car, black wheels | - | - | -",
        "a red sky over the sea | - | red | -",
        "Neon light in #22d3ee from the side, its reflection on the paint | - | #22d3ee | -",
        "a car under a purple sky | - | purple | -",
        "the red wall behind the car | - | red | -",
        "white background | - | - | white",
        "on the seamless studio backdrop of the first picture, in #e9e7e2 | - | - | #e9e7e2",
        "the silver car, studio backdrop in beige | silver | - | beige",
        "a plain background | - | - | plain",
        "reddish cars at #12 and #1234567 | - | - | -"
      })
  void aColorGoesWhereItsSentencePutsIt(String text, String paint, String tint, String backdrop) {
    Prompt prompt = Prompt.read(text);
    assertEquals(paint, name(prompt.paint()), "paint");
    assertEquals(tint, name(prompt.tint()), "tint");
    assertEquals(backdrop, name(prompt.backdrop()), "backdrop");
  }

  @Test
  void looksAreReadInTheirOrderAndOnce() {
    Prompt prompt = Prompt.read("Night. BLACK AND WHITE, at night, high contrast, vintage");
    assertEquals(
        List.of(
            Grade.Look.NIGHT, Grade.Look.BLACK_AND_WHITE, Grade.Look.CONTRAST, Grade.Look.VINTAGE),
        prompt.grades());
  }

  @Test
  void lowContrastIsTheOppositeOfContrast() {
    assertEquals(List.of(Grade.Look.SOFT), Prompt.read("low contrast").grades());
  }

  @Test
  void snowAndGrainHaveAStrength() {
    Prompt prompt = Prompt.read("in heavy snow, film grain of strength 7 out of 10");
    assertEquals(Optional.of(Snowfall.HEAVY), prompt.snow());
    assertEquals(7, prompt.grain());
    assertEquals(Optional.of(Snowfall.LIGHT), Prompt.read("some snow").snow());
    assertEquals(10, Prompt.read("grain 4711").grain());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blur the background",
        "a blurred background",
        "background: blurry",
        "bokeh",
        "Blurred background: true."
      })
  void aBlurredBackgroundIsUnderstood(String text) {
    assertTrue(Prompt.read(text).blurred());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "make it nicer",
        "tonight, snowman, contrasty",
        "no snow, without contrast, never red",
        "a blurred photo",
        "Blurred background: false.",
        "火",
        "#ggg #"
      })
  void anythingElseIsNotUnderstood(String text) {
    assertTrue(Prompt.read(text).blank());
    assertFalse(Prompt.read(text + " at sunset").blank());
  }
}
