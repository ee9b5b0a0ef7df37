package dev.darkroom.templates;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A saved recipe: a prompt with {@code [TOKENS]}, pictures of its own, and what it asks for.
 *
 * @param id time-ordered
 * @param slug its name in addresses, unique
 * @param prompt holds tokens: built-in ones and the keys of its variables
 * @param model the provider's full model id, or null for the operation's default
 * @param aspectRatio {@code 16:9}, or null to keep the photo's
 * @param imageKeys its own pictures in storage, sent before the user's
 * @param motion how its pictures are set in motion, or null if they are not
 */
public record Template(
    String id,
    String slug,
    String name,
    String description,
    String prompt,
    @Nullable String model,
    @Nullable String aspectRatio,
    List<String> imageKeys,
    List<Variable> variables,
    @Nullable Motion motion,
    Instant createdAt,
    Instant updatedAt) {

  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern RATIO = Pattern.compile("[1-9][0-9]{0,2}:[1-9][0-9]{0,2}");

  /** Addresses beside the templates' own. */
  private static final Set<String> TAKEN = Set.of("generate", "video");

  private static final int SLUG_CHARS_MAX = 60;
  private static final int NAME_CHARS_MAX = 80;
  private static final int DESCRIPTION_CHARS_MAX = 500;
  private static final int PROMPT_CHARS_MAX = 4000;
  private static final int VARIABLES_MAX = 20;

  /** Wider or taller than this no model draws. */
  private static final int RATIO_MAX = 4;

  public Template {
    imageKeys = List.copyOf(imageKeys);
    variables = List.copyOf(variables);
  }

  /** Checks all that can be told from the template alone. */
  public void check() throws TemplateException {
    require(
        SLUG.matcher(slug).matches() && slug.length() <= SLUG_CHARS_MAX && !TAKEN.contains(slug),
        "BAD_SLUG",
        "slug",
        "A slug is words of a-z and 0-9 with - between, such as night-street.");
    require(
        !name.isBlank() && name.length() <= NAME_CHARS_MAX,
        "BAD_NAME",
        "name",
        "A name has 1 to %d characters.".formatted(NAME_CHARS_MAX));
    require(
        description.length() <= DESCRIPTION_CHARS_MAX,
        "BAD_DESCRIPTION",
        "description",
        "A description has at most %d characters.".formatted(DESCRIPTION_CHARS_MAX));
    requirePrompt("prompt", prompt);
    require(
        variables.size() <= VARIABLES_MAX,
        "BAD_VARIABLE",
        "variables",
        "A template asks for at most %d things.".formatted(VARIABLES_MAX));
    checkRatio();
    checkVariables();
  }

  private void checkRatio() throws TemplateException {
    if (aspectRatio == null) {
      return;
    }
    boolean drawable = RATIO.matcher(aspectRatio).matches();
    if (drawable) {
      String[] sides = aspectRatio.split(":", -1);
      double ratio = Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
      drawable = ratio <= RATIO_MAX && ratio >= 1.0 / RATIO_MAX;
    }
    require(
        drawable, "BAD_ASPECT_RATIO", "aspectRatio", "An aspect ratio is width:height, as 16:9.");
  }

  private void checkVariables() throws TemplateException {
    Set<String> known = new HashSet<>(Prompt.BUILT_IN);
    for (int i = 0; i < variables.size(); i++) {
      String at = "variables[%d]".formatted(i);
      variables.get(i).check(at);
      require(
          known.add(variables.get(i).key()), "BAD_VARIABLE", at + ".key", "Two share this key.");
    }
    checkTokens("prompt", prompt, known);
    if (motion != null) {
      requirePrompt("video.prompt", motion.prompt());
      checkTokens("video.prompt", motion.prompt(), known);
    }
  }

  private static void checkTokens(String field, String prompt, Set<String> known)
      throws TemplateException {
    for (String token : Prompt.tokens(prompt)) {
      require(
          known.contains(token),
          "TOKEN_UNKNOWN",
          field,
          "The prompt holds [%s], which is no variable of this template.".formatted(token));
    }
  }

  private static void requirePrompt(String field, String prompt) throws TemplateException {
    require(
        !prompt.isBlank() && prompt.length() <= PROMPT_CHARS_MAX,
        "BAD_PROMPT",
        field,
        "A prompt has 1 to %d characters.".formatted(PROMPT_CHARS_MAX));
  }

  /**
   * The prompt for one request.
   *
   * @param values by variable key; built-in tokens are taken from here too
   * @throws TemplateException if a value is missing, unknown or not allowed; it names the variable
   */
  public String expand(Map<String, String> values, Vehicle vehicle) throws TemplateException {
    Prompt.refuseUnknown(variables, values);
    return Prompt.expand(prompt, variables, values, vehicle);
  }

  /**
   * A prompt for a video, of which only the tokens that it holds need values.
   *
   * @param text the template's own for videos, or one that the request brings instead
   * @param values as in {@link #expand}
   * @throws TemplateException as in {@link #expand}
   */
  public String expandMotion(String text, Map<String, String> values) throws TemplateException {
    Prompt.refuseUnknown(variables, values);
    Set<String> held = Prompt.tokens(text);
    List<Variable> needed =
        variables.stream().filter(variable -> held.contains(variable.key())).toList();
    return Prompt.expand(text, needed, values, Vehicle.UNKNOWN);
  }

  private static void require(boolean holds, String code, String field, String words)
      throws TemplateException {
    if (!holds) {
      throw new TemplateException(code, field, words);
    }
  }
}
