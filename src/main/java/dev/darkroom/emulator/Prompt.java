package dev.darkroom.emulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a small vocabulary makes out of a prompt.
 *
 * @param grades looks of the whole picture, in the order of their words, each once
 * @param tint the colour that the scene leans to
 * @param paint the colour that the subject is painted in
 * @param backdrop the colour that the background is replaced by
 * @param blurred whether the background is blurred
 * @param snow whether it snows
 */
record Prompt(
    List<Grade.Look> grades,
    Optional<NamedColor> tint,
    Optional<NamedColor> paint,
    Optional<NamedColor> backdrop,
    boolean blurred,
    boolean snow) {

  private static final Pattern WORDS =
      Pattern.compile("#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])|[a-z]+");

  private static final Map<String, Grade.Look> LOOKS =
      Map.ofEntries(
          Map.entry("night", Grade.Look.NIGHT),
          Map.entry("midnight", Grade.Look.NIGHT),
          Map.entry("nighttime", Grade.Look.NIGHT),
          Map.entry("sunset", Grade.Look.SUNSET),
          Map.entry("sunrise", Grade.Look.SUNSET),
          Map.entry("dusk", Grade.Look.SUNSET),
          Map.entry("monochrome", Grade.Look.BLACK_AND_WHITE),
          Map.entry("grayscale", Grade.Look.BLACK_AND_WHITE),
          Map.entry("greyscale", Grade.Look.BLACK_AND_WHITE),
          Map.entry("brighter", Grade.Look.BRIGHTER),
          Map.entry("brighten", Grade.Look.BRIGHTER),
          Map.entry("darker", Grade.Look.DARKER),
          Map.entry("darken", Grade.Look.DARKER),
          Map.entry("vintage", Grade.Look.VINTAGE),
          Map.entry("sepia", Grade.Look.VINTAGE),
          Map.entry("retro", Grade.Look.VINTAGE),
          Map.entry("contrast", Grade.Look.CONTRAST));

  private static final Set<String> SNOW = Set.of("snow", "snowy", "snowing", "snowfall");
  private static final Set<String> BLUR = Set.of("blur", "blurred", "blurry");
  private static final Set<String> BACKGROUND = Set.of("background", "backdrop");
  private static final Set<String> PLAIN = Set.of("plain", "seamless", "studio");
  private static final Set<String> NEGATIONS = Set.of("no", "not", "without", "never");

  private static final Set<String> SUBJECTS =
      Set.of(
          "car",
          "vehicle",
          "subject",
          "paint",
          "finish",
          "coupe",
          "sedan",
          "truck",
          "suv",
          "bike",
          "motorcycle",
          "bodywork",
          "paintwork",
          "wrap");

  /** Words that stand between a subject and its colour: car <b>in deep</b> red. */
  private static final Set<String> BETWEEN =
      Set.of(
          "in",
          "to",
          "is",
          "be",
          "a",
          "an",
          "the",
          "it",
          "bright",
          "dark",
          "deep",
          "light",
          "metallic",
          "matte",
          "glossy",
          "gloss",
          "pearl",
          "satin",
          "sports",
          "color",
          "colour",
          "painted",
          "and",
          "with",
          "its",
          "make",
          "finished");

  private static final Set<String> PAINTING = Set.of("paint", "painted", "repaint", "recolor");

  /** Parts of a car that are not painted here. */
  private static final Set<String> ACCENTS =
      Set.of("accents", "accent", "details", "trim", "wheels", "rims", "stripes", "calipers");

  /** Car in blue <b>light</b>: the colour is the scene's. */
  private static final Set<String> SCENES =
      Set.of(
          "light",
          "lights",
          "lighting",
          "sky",
          "glow",
          "neon",
          "tone",
          "tones",
          "hour",
          "haze",
          "fog",
          "night",
          "sunset",
          "room",
          "showroom",
          "garage",
          "street",
          "city",
          "scene",
          "atmosphere");

  private static final NamedColor STUDIO = new NamedColor("plain", 0.86f, 0.86f, 0.86f);

  /** Looks for whole words, in any case; a word after a "no" or "without" is left out. */
  static Prompt read(String prompt) {
    return new Reader(words(prompt)).read();
  }

  private static List<String> words(String prompt) {
    return WORDS
        .matcher(prompt.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** Whether nothing was understood. */
  boolean blank() {
    return grades.isEmpty()
        && tint.isEmpty()
        && paint.isEmpty()
        && backdrop.isEmpty()
        && !blurred
        && !snow;
  }

  /** One pass over the words. */
  private static final class Reader {
    private final List<String> words;
    private final Set<Grade.Look> grades = new LinkedHashSet<>();
    private Optional<NamedColor> tint = Optional.empty();
    private Optional<NamedColor> paint = Optional.empty();
    private Optional<NamedColor> backdrop = Optional.empty();
    private boolean blurred;
    private boolean snow;

    Reader(List<String> words) {
      this.words = words;
    }

    Prompt read() {
      for (int i = 0; i < words.size(); i++) {
        if (!NEGATIONS.contains(word(i - 1))) {
          i += understand(i);
        }
      }
      return new Prompt(List.copyOf(grades), tint, paint, backdrop, blurred, snow);
    }

    /** Takes the word at this place; how many of the next words belong to it. */
    private int understand(int i) {
      String word = word(i);
      if (word.equals("black") && word(i + 1).equals("and") && word(i + 2).equals("white")) {
        grades.add(Grade.Look.BLACK_AND_WHITE);
        return 2;
      }
      if (word.equals("golden") && word(i + 1).equals("hour")) {
        grades.add(Grade.Look.SUNSET);
        return 1;
      }
      if (LOOKS.containsKey(word)) {
        grades.add(LOOKS.get(word));
      } else if (SNOW.contains(word)) {
        snow = true;
      } else if ((BLUR.contains(word) && near(i, BACKGROUND)) || word.equals("bokeh")) {
        blurred = true;
      } else if (PLAIN.contains(word)) {
        backdrop = Optional.of(backdrop.orElse(STUDIO));
      } else {
        NamedColor.of(word).ifPresent(color -> color(i, color));
      }
      return 0;
    }

    private void color(int i, NamedColor color) {
      if (BACKGROUND.contains(word(i + 1))) {
        backdrop = Optional.of(color);
      } else if (subject(i)) {
        paint = Optional.of(paint.orElse(color));
      } else if (!ACCENTS.contains(word(i + 1))) {
        tint = Optional.of(tint.orElse(color));
      }
    }

    /** "red car", "red metallic finish", "car in red", "paint it red". */
    private boolean subject(int i) {
      if (SCENES.contains(word(i + 1))) {
        return false;
      }
      return reaches(i, 1, SUBJECTS) || reaches(i, -1, SUBJECTS) || reaches(i, -1, PAINTING);
    }

    /** Whether one of these words stands some way on, with only small words between. */
    private boolean reaches(int i, int step, Set<String> wanted) {
      for (int distance = 1; distance <= 4; distance++) {
        String word = word(i + step * distance);
        if (wanted.contains(word)) {
          return true;
        }
        if (!BETWEEN.contains(word)) {
          return false;
        }
      }
      return false;
    }

    private boolean near(int i, Set<String> wanted) {
      for (int distance = -3; distance <= 3; distance++) {
        if (wanted.contains(word(i + distance))) {
          return true;
        }
      }
      return false;
    }

    private String word(int i) {
      return i >= 0 && i < words.size() ? words.get(i) : "";
    }
  }
}
