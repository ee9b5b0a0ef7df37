package dev.darkroom.templates;

import static dev.darkroom.templates.Templates.text;
import static dev.darkroom.templates.Templates.variable;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a template says of videos. */
class MotionTest {

  private static Motion motion(String prompt) {
    return new Motion("seedance", prompt, 5.0, "720p", null, null);
  }

  @Test
  void aPromptForVideosMayHoldTheTemplatesTokens() {
    assertDoesNotThrow(
        Templates.moving(motion("Push in on the [BRAND], mood [A]."), "[A]", text("A"))::check);
  }

  @Test
  void aTokenThatNothingStandsForIsNamed() {
    TemplateException e =
        assertThrows(
            TemplateException.class, Templates.moving(motion("Push in, [SPEED]."), "x")::check);
    assertEquals("TOKEN_UNKNOWN", e.code());
    assertEquals("video.prompt", e.field());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "4001"})
  void itsPromptIsBounded(String prompt) {
    String text = prompt.equals("4001") ? "x".repeat(4001) : prompt;
    TemplateException e =
        assertThrows(TemplateException.class, Templates.moving(motion(text), "x")::check);
    assertEquals("BAD_PROMPT", e.code());
    assertEquals("video.prompt", e.field());
  }

  @Test
  void onlyTheTokensOfItsOwnPromptNeedValues() throws TemplateException {
    Template template =
        Templates.moving(
            motion("Push in on the [BRAND] in [A]."),
            "[A] [B]",
            variable("A", Variable.Type.TEXT, true, null),
            variable("B", Variable.Type.TEXT, true, null));
    assertEquals(
        "Push in on the Oak in rain.",
        template.expandMotion(
            "Push in on the [BRAND] in [A].", Map.of("A", "rain", "MAKE", "Oak")));
    assertEquals("[C] stays.", template.expandMotion("[C] stays.", Map.of("B", "unused")));
    TemplateException missing =
        assertThrows(
            TemplateException.class, () -> template.expandMotion("In [A].", Map.of("B", "x")));
    assertEquals("variables.A", missing.field());
    TemplateException unknown =
        assertThrows(TemplateException.class, () -> template.expandMotion("Go.", Map.of("Z", "x")));
    assertEquals("VARIABLE_UNKNOWN", unknown.code());
  }
}
