package dev.darkroom.templates;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A prompt with {@code [TOKENS]}, and what they stand for. */
final class Prompt {
  /** The tokens that every template may use: the car, and a tone. */
  static final Set<String> BUILT_IN =
      Set.of(
          "BRAND",
          "MAKE",
          "MODEL",
          "COLOR_FINISH",
          "ACCENTS",
          "COLOR_FINISH_ACCENTS",
          "BRAND_CAPS",
          "DOMINANT_COLOR_TONE");

  private static final int FACT_CHARS_MAX = 200;

  /** A token may stand in a prompt many times. */
  private static final int EXPANDED_CHARS_MAX = 20_000;

  private static final Pattern TOKEN = Pattern.compile("\\[([A-Za-z][A-Za-z0-9_]*)]");

  /** What was meant as one: capitals in brackets. */
  private static final Pattern MEANT = Pattern.compile("\\[(?=[^]]*[A-Z])([A-Z0-9 _-]+)]");

  private Prompt() {}

  /** The tokens in a text, also misspelt ones, sorted. */
  static Set<String> tokens(String text) {
    return Stream.concat(TOKEN.matcher(text).results(), MEANT.matcher(text).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Puts values for tokens. A car that is not known leaves no gap; what a value holds is never
   * taken for a token.
   *
   * @param given the request's values by key, as text; blank ones count as not given
   */
  static String expand(
      String prompt, List<Variable> variables, Map<String, String> given, Vehicle vehicle)
      throws TemplateException {
    checkFacts(given, vehicle);
    Map<String, String> values = builtIn(given, vehicle);
    for (Variable variable : variables) {
      values.put(variable.key(), value(variable, given.get(variable.key())));
    }
    String expanded =
        TOKEN.matcher(prompt).replaceAll(match -> Matcher.quoteReplacement(text(values, match)));
    if (expanded.length() > EXPANDED_CHARS_MAX) {
      throw new TemplateException(
          "PROMPT_TOO_LONG", "variables", "With these values the prompt becomes too long.");
    }
    return expanded.replaceAll(" {2,}", " ").replaceAll(" ([,.;:])", "$1").strip();
  }

  private static String text(Map<String, String> values, MatchResult token) {
    return values.getOrDefault(token.group(1), token.group());
  }

  private static String value(Variable variable, @Nullable String given) throws TemplateException {
    String field = "variables." + variable.key();
    if (given != null && !given.isBlank()) {
      return variable.value(given, field);
    }
    String otherwise = variable.otherwise();
    if (otherwise != null) {
      return variable.value(otherwise, field);
    }
    if (variable.required()) {
      throw new TemplateException(
          "VARIABLE_REQUIRED", field, "%s is missing.".formatted(variable.label()));
    }
    return "";
  }

  /** Clients send the car's facts as {@code vehicle} or among the variables; the latter win. */
  private static Map<String, String> builtIn(Map<String, String> given, Vehicle vehicle) {
    String brand = first(given.get("BRAND"), given.get("MAKE"), vehicle.make());
    String color = first(given.get("COLOR_FINISH"), vehicle.colorFinish());
    String accents = first(given.get("ACCENTS"), vehicle.accents());
    String both = accents.isEmpty() ? color : "%s with %s".formatted(color, accents).strip();
    Map<String, String> values = new HashMap<>();
    values.put("BRAND", brand);
    values.put("MAKE", brand);
    values.put("BRAND_CAPS", first(given.get("BRAND_CAPS"), brand.toUpperCase(Locale.ROOT)));
    values.put("MODEL", first(given.get("MODEL"), vehicle.model()));
    values.put("COLOR_FINISH", color);
    values.put("ACCENTS", accents);
    values.put("COLOR_FINISH_ACCENTS", first(given.get("COLOR_FINISH_ACCENTS"), both));
    values.put("DOMINANT_COLOR_TONE", first(given.get("DOMINANT_COLOR_TONE")));
    return values;
  }

  private static String first(@Nullable String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null && !candidate.isBlank()) {
        return candidate.strip();
      }
    }
    return "";
  }

  private static void checkFacts(Map<String, String> given, Vehicle vehicle)
      throws TemplateException {
    check("vehicle.make", vehicle.make());
    check("vehicle.model", vehicle.model());
    check("vehicle.colorFinish", vehicle.colorFinish());
    check("vehicle.accents", vehicle.accents());
    for (String token : BUILT_IN) {
      check("variables." + token, given.get(token));
    }
  }

  private static void check(String field, @Nullable String value) throws TemplateException {
    if (value != null
        && (value.length() > FACT_CHARS_MAX || value.chars().anyMatch(Character::isISOControl))) {
      throw new TemplateException(
          "BAD_VARIABLE",
          field,
          "%s must be one line of at most %d characters.".formatted(field, FACT_CHARS_MAX));
    }
  }

  /** Refuses a value that nothing asks for: it is likely misspelt. */
  static void refuseUnknown(List<Variable> variables, Map<String, String> given)
      throws TemplateException {
    for (String key : new TreeSet<>(given.keySet())) {
      if (!BUILT_IN.contains(key)
          && variables.stream().noneMatch(variable -> variable.key().equals(key))) {
        throw new TemplateException(
            "VARIABLE_UNKNOWN",
            "variables." + key,
            "This template does not ask for variables.%s.".formatted(key));
      }
    }
  }
}
