package dev.darkroom.emulator;

import java.util.List;
import java.util.Set;

/** What a colour in a prompt belongs to, by the words around it. */
enum ColorRole {
  /** "red BMW M3 car", "car in deep red", "paint it red", "all in red". */
  PAINT,
  /** "white background", "on a plain backdrop in white". */
  BACKDROP,
  /** "neon light in red", "a red sky", and whatever else has no better place. */
  TINT,
  /** "red accents": small parts are not painted. */
  NONE;

  static final Set<String> BACKGROUNDS = Set.of("background", "backdrop");

  private static final Set<String> SUBJECTS =
      Set.of(
          "car",
          "vehicle",
          "subject",
          "finish",
          "coupe",
          "sedan",
          "truck",
          "suv",
          "bike",
          "motorcycle",
          "bodywork",
          "paintwork",
          "wrap",
          "paint",
          "painted",
          "repaint",
          "recolor");

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
          "wall",
          "atmosphere",
          "studio",
          "floor");

  private static final Set<String> ACCENTS =
      Set.of("accents", "accent", "details", "trim", "wheels", "rims", "stripes", "calipers");

  private static final Set<String> SHADES =
      Set.of(
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
          "pale",
          "vivid");

  /** Small words that may stand between a thing and its colour. */
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
          "color",
          "colour",
          "and",
          "its",
          "make",
          "finished",
          "all");

  /** Beyond these, another thing is spoken of. */
  private static final Set<String> STOPS =
      Set.of(
          ".", ";", "!", "?", "into", "on", "at", "of", "from", "in", "behind", "near", "beside",
          "above", "under", "along", "next");

  private static final int FORWARD_WORDS = 8;
  private static final int BACKWARD_WORDS = 4;

  /**
   * Looks around.
   *
   * @param i the colour's place
   * @param plain whether a plain backdrop was asked for before, without a colour
   */
  static ColorRole of(List<String> words, int i, boolean plain) {
    String next = word(words, i + 1);
    if (BACKGROUNDS.contains(next)) {
      return BACKDROP;
    }
    if (ACCENTS.contains(next)) {
      return NONE;
    }
    if (forward(words, i) == PAINT) {
      return PAINT;
    }
    return SCENES.contains(next) ? TINT : backward(words, i, plain);
  }

  private static ColorRole forward(List<String> words, int i) {
    for (int at = i + 1; at <= i + FORWARD_WORDS; at++) {
      String word = word(words, at);
      if (SUBJECTS.contains(word)) {
        return PAINT;
      }
      if (STOPS.contains(word) || SCENES.contains(word)) {
        return TINT;
      }
    }
    return TINT;
  }

  private static ColorRole backward(List<String> words, int i, boolean plain) {
    boolean within = false;
    for (int at = i - 1; at >= i - BACKWARD_WORDS; at--) {
      String word = word(words, at);
      boolean shade = at == i - 1 && SHADES.contains(word);
      if (SUBJECTS.contains(word)) {
        return PAINT;
      }
      if (BACKGROUNDS.contains(word)) {
        return BACKDROP;
      }
      if (!shade && SCENES.contains(word)) {
        return TINT;
      }
      if (!shade && !BETWEEN.contains(word)) {
        break;
      }
      within |= word.equals("in");
    }
    if (!within) {
      return TINT;
    }
    return plain ? BACKDROP : PAINT;
  }

  private static String word(List<String> words, int at) {
    return at >= 0 && at < words.size() ? words.get(at) : "";
  }
}
