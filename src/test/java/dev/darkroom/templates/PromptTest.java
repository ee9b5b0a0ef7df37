package dev.darkroom.templates;

import static dev.darkroom.templates.Templates.text;
import static dev.darkroom.templates.Templates.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a template's tokens become. */
class PromptTest {
  private static final Vehicle CAR = new Vehicle("Alfa Romeo", "Giulia", "deep red", "black roof");

  @ParameterizedTest
  @CsvSource({
    "[BRAND],Alfa Romeo",
    "[MAKE],Alfa Romeo",
    "[BRAND_CAPS],ALFA ROMEO",
    "[MODEL],Giulia",
    "[COLOR_FINISH],deep red",
    "[ACCENTS],black roof",
    "[COLOR_FINISH_ACCENTS],deep red with black roof",
    "a [BRAND] [MODEL] here,a Alfa Romeo Giulia here"
  })
  void theCarStandsForItsTokens(String prompt, String expanded) throws TemplateException {
    assertEquals(expanded, Templates.of(prompt).expand(Map.of(), CAR));
  }

  @Test
  void withoutAccentsThereIsNoWith() throws TemplateException {
    Vehicle plain = new Vehicle("Alfa Romeo", "Giulia", "deep red", " ");
    assertEquals("deep red", Templates.of("[COLOR_FINISH_ACCENTS]").expand(Map.of(), plain));
  }

  @Test
  void aCarThatIsNotKnownLeavesNoGap() throws TemplateException {
    Template template = Templates.of("The [COLOR_FINISH_ACCENTS] [BRAND] [MODEL] car, at night.");
    assertEquals("The car, at night.", template.expand(Map.of(), Vehicle.UNKNOWN));
  }

  @Test
  void theCarMayComeAmongTheVariables() throws TemplateException {
    Template template = Templates.of("[BRAND_CAPS] [MODEL] [COLOR_FINISH_ACCENTS]");
    Map<String, String> values =
        Map.of("BRAND", "Fiat", "MODEL", "500", "COLOR_FINISH", "mint", "ACCENTS", "chrome");
    assertEquals("FIAT 500 mint with chrome", template.expand(values, CAR));
  }

  @Test
  void theToneIsTakenFromTheVariables() throws TemplateException {
    Template template = Templates.of("in [DOMINANT_COLOR_TONE]");
    assertEquals(
        "in warm amber", template.expand(Map.of("DOMINANT_COLOR_TONE", "warm amber"), CAR));
  }

  @Test
  void whatTheRequestSaysComesBeforeTheDefault() throws TemplateException {
    Template template =
        Templates.of("[MOOD]", variable("MOOD", Variable.Type.SELECT, true, "calm"));
    assertEquals("calm", template.expand(Map.of(), CAR));
    assertEquals("bold", template.expand(Map.of("MOOD", "bold"), CAR));
    assertEquals("calm", template.expand(Map.of("MOOD", " "), CAR));
  }

  @Test
  void aColorThatNobodyNamesIsWhite() throws TemplateException {
    Template template = Templates.of("[TONE]", variable("TONE", Variable.Type.COLOR, true, null));
    assertEquals("#ffffff", template.expand(Map.of(), CAR));
    assertEquals("#12aBfF", template.expand(Map.of("TONE", "#12aBfF"), CAR));
  }

  @Test
  void aTruthBecomesAWord() throws TemplateException {
    Template template =
        Templates.of("Blur: [BLUR]", variable("BLUR", Variable.Type.BOOLEAN, false, null));
    assertEquals("Blur: yes", template.expand(Map.of("BLUR", "true"), CAR));
    assertEquals("Blur: no", template.expand(Map.of("BLUR", "false"), CAR));
    assertEquals("Blur:", template.expand(Map.of(), CAR));
  }

  @Test
  void aRequiredVariableThatIsMissingIsNamed() {
    Template template = Templates.of("[WHO]", variable("WHO", Variable.Type.TEXT, true, null));
    for (Map<String, String> values : List.<Map<String, String>>of(Map.of(), Map.of("WHO", " "))) {
      TemplateException e =
          assertThrows(TemplateException.class, () -> template.expand(values, CAR));
      assertEquals("VARIABLE_REQUIRED", e.code());
      assertEquals("variables.WHO", e.field());
    }
  }

  @Test
  void aVariableThatTheTemplateDoesNotAskForIsNamed() {
    TemplateException e =
        assertThrows(
            TemplateException.class, () -> Templates.of("x").expand(Map.of("TPYO", "a"), CAR));
    assertEquals("VARIABLE_UNKNOWN", e.code());
    assertEquals("variables.TPYO", e.field());
  }

  @Test
  void aValueIsNeverTakenForAToken() throws TemplateException {
    Template template = Templates.of("[A] and [B]", text("A"), text("B"));
    assertEquals("[B] and $0\\1", template.expand(Map.of("A", "[B]", "B", "$0\\1"), CAR));
  }

  @ParameterizedTest
  @CsvSource({
    "TEXT,123456789012345678901",
    "NUMBER,five",
    "NUMBER,NaN",
    "NUMBER,1e9",
    "NUMBER,0.5",
    "NUMBER,11",
    "BOOLEAN,yes",
    "COLOR,red",
    "COLOR,#12345",
    "COLOR,#12345g",
    "SELECT,loud"
  })
  void aValueOfTheWrongKindIsNamed(Variable.Type type, String value) {
    Variable variable =
        new Variable(
            "V",
            "V",
            type,
            true,
            null,
            type == Variable.Type.NUMBER ? 1.0 : null,
            type == Variable.Type.NUMBER ? 10.0 : null,
            20,
            type == Variable.Type.SELECT ? List.of("calm") : List.of());
    TemplateException e =
        assertThrows(
            TemplateException.class,
            () -> Templates.of("[V]", variable).expand(Map.of("V", value), CAR));
    assertEquals("BAD_VARIABLE", e.code());
    assertEquals("variables.V", e.field());
  }

  @Test
  void aTextIsOneLine() {
    Template template = Templates.of("[A]", text("A"));
    assertThrows(TemplateException.class, () -> template.expand(Map.of("A", "two\nlines"), CAR));
    assertThrows(
        TemplateException.class,
        () -> Templates.of("[BRAND]").expand(Map.of("BRAND", "x".repeat(201)), CAR));
  }

  @Test
  void aTokenThatStandsThereAThousandTimesDoesNotMakeMegabytes() {
    Template template = Templates.of("[BRAND]".repeat(500));
    TemplateException e =
        assertThrows(
            TemplateException.class, () -> template.expand(Map.of("BRAND", "x".repeat(200)), CAR));
    assertEquals("PROMPT_TOO_LONG", e.code());
  }
}
