package dev.darkroom.templates;

import static dev.darkroom.templates.Templates.text;
import static dev.darkroom.templates.Templates.variable;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which templates are ones. */
class TemplateTest {

  @Test
  void aTemplateWithEveryKindOfVariableIsOne() {
    Template template =
        Templates.of(
            "[A] [B] [C] [D] [E] [BRAND] [a picture] [1]",
            variable("A", Variable.Type.TEXT, true, null),
            variable("B", Variable.Type.NUMBER, false, "3"),
            variable("C", Variable.Type.BOOLEAN, false, "true"),
            variable("D", Variable.Type.COLOR, false, null),
            variable("E", Variable.Type.SELECT, false, "calm"));
    assertDoesNotThrow(template::check);
  }

  @Test
  void aTokenThatNothingStandsForIsNamed() {
    TemplateException e = refused("TOKEN_UNKNOWN", "prompt", Templates.of("In [MOOD].", text("A")));
    assertTrue(e.words().contains("[MOOD]"), e.words());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Night", "a b", "-a", "a--b", "a/b", "generate", "video", "ä"})
  void aSlugThatIsNoneIsRefused(String slug) {
    refused("BAD_SLUG", "slug", Templates.named("one", slug, "x", null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16x9", "16:0", "0:1", "16:9:1", "5:1", "1:5", "1.5:1", "auto"})
  void anAspectRatioThatCannotBeDrawnIsRefused(String ratio) {
    refused("BAD_ASPECT_RATIO", "aspectRatio", Templates.named("one", "a", "x", ratio));
  }

  @Test
  void promptsAreBounded() {
    refused("BAD_PROMPT", "prompt", Templates.of(" "));
    refused("BAD_PROMPT", "prompt", Templates.of("x".repeat(4001)));
  }

  @Test
  void twoVariablesDoNotShareAKey() {
    refused("BAD_VARIABLE", "variables[1].key", Templates.of("[A]", text("A"), text("A")));
  }

  @Test
  void aVariableDoesNotTakeTheNameOfABuiltInToken() {
    refused("BAD_VARIABLE", "variables[0].key", Templates.of("[BRAND]", text("BRAND")));
  }

  @Test
  void variablesAreBounded() {
    Variable[] many = IntStream.range(0, 21).mapToObj(i -> text("V" + i)).toArray(Variable[]::new);
    refused("BAD_VARIABLE", "variables", Templates.of("x", many));
  }

  @Test
  void aDefaultMustBeAValue() {
    refused("BAD_VARIABLE", "variables[0].default", with(Variable.Type.COLOR, "red", null, null));
    refused("BAD_VARIABLE", "variables[0].default", with(Variable.Type.NUMBER, "11", 1.0, 10.0));
    refused(
        "BAD_VARIABLE",
        "variables[0].default",
        with(Variable.Type.SELECT, "loud", null, null, "a"));
  }

  @Test
  void limitsMustMakeSense() {
    refused("BAD_VARIABLE", "variables[0].min", with(Variable.Type.NUMBER, null, 2.0, 1.0));
    refused("BAD_VARIABLE", "variables[0].min", with(Variable.Type.TEXT, null, 1.0, null));
    refused("BAD_VARIABLE", "variables[0].options", with(Variable.Type.SELECT, null, null, null));
    refused(
        "BAD_VARIABLE", "variables[0].options", with(Variable.Type.TEXT, null, null, null, "a"));
    refused(
        "BAD_VARIABLE",
        "variables[0].options",
        with(Variable.Type.SELECT, null, null, null, "a", "a"));
  }

  private static Template with(
      Variable.Type type,
      @Nullable String initial,
      @Nullable Double min,
      @Nullable Double max,
      String... options) {
    return Templates.of(
        "[V]", new Variable("V", "V", type, false, initial, min, max, 20, List.of(options)));
  }

  private static TemplateException refused(String code, String field, Template template) {
    TemplateException e = assertThrows(TemplateException.class, template::check);
    assertEquals(code, e.code());
    assertEquals(field, e.field());
    return e;
  }
}
