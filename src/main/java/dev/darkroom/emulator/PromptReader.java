package dev.darkroom.emulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One pass over a prompt's words, looking each up in a small vocabulary. */
final class PromptReader {
  private static final Pattern WORDS =
      Pattern.compile("#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z])|[a-z]+|[0-9]{1,4}|[.;!?]");

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
          Map.entry("retro", Grade.Look.VINTAGE));

  private static final Set<String> SNOW = Set.of("snow", "snowy", "snowing", "snowfall");
  private static final Set<String> BLUR = Set.of("blur", "blurred", "blurry");
  private static final Set<String> PLAIN = Set.of("plain", "seamless", "studio");
  private static final Set<String> NEGATIONS = Set.of("no", "not", "without", "never");
  private static final Set<String> FALSE = Set.of("false", "no", "off");

  private static final NamedColor STUDIO = new NamedColor("plain", 0.86f, 0.86f, 0.86f);
  private static final int GRAIN = 3;
  private static final int MOST_GRAIN = 10;

  private final List<String> words;
  private final Set<Grade.Look> grades = new LinkedHashSet<>();
  private Optional<NamedColor> tint = Optional.empty();
  private Optional<NamedColor> paint = Optional.empty();
  private Optional<NamedColor> backdrop = Optional.empty();
  private boolean blurred;
  private Optional<Snowfall> snow = Optional.empty();
  private int grain;

  PromptReader(String prompt) {
    words =
        WORDS.matcher(prompt.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }

  Prompt read() {
    for (int i = 0; i < words.size(); i++) {
      if (!NEGATIONS.contains(word(i - 1))) {
        i += understand(i);
      }
    }
    return new Prompt(List.copyOf(grades), tint, paint, backdrop, blurred, snow, grain);
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
    } else if (word.equals("contrast")) {
      grades.add(word(i - 1).equals("low") ? Grade.Look.SOFT : Grade.Look.CONTRAST);
    } else if (SNOW.contains(word)) {
      snow = Optional.of(word(i - 1).equals("heavy") ? Snowfall.HEAVY : Snowfall.LIGHT);
    } else if (BLUR.contains(word) || word.equals("bokeh")) {
      blurred |= word.equals("bokeh") || blursBackground(i);
    } else if (word.equals("grain")) {
      grain = grain(i);
    } else if (PLAIN.contains(word)) {
      backdrop = Optional.of(backdrop.orElse(STUDIO));
    } else {
      NamedColor.of(word).ifPresent(color -> color(i, color));
    }
    return 0;
  }

  /** "blur the background", "the background blurred", but not "blurred background: false". */
  private boolean blursBackground(int i) {
    for (int at = Math.max(0, i - 3); at <= i + 3; at++) {
      if (ColorRole.BACKGROUNDS.contains(word(at))) {
        return !FALSE.contains(word(at + 1));
      }
    }
    return false;
  }

  /** The number soon after "grain", if there is one. */
  private int grain(int i) {
    for (int at = i + 1; at <= i + 3; at++) {
      if (!word(at).isEmpty() && Character.isDigit(word(at).charAt(0))) {
        return Math.min(MOST_GRAIN, Integer.parseInt(word(at)));
      }
    }
    return GRAIN;
  }

  private void color(int i, NamedColor color) {
    switch (ColorRole.of(words, i, backdrop.equals(Optional.of(STUDIO)))) {
      case PAINT -> paint = Optional.of(paint.orElse(color));
      case BACKDROP -> backdrop = Optional.of(color);
      case TINT -> tint = Optional.of(tint.orElse(color));
      case NONE -> {}
    }
  }

  private String word(int i) {
    return i >= 0 && i < words.size() ? words.get(i) : "";
  }
}
