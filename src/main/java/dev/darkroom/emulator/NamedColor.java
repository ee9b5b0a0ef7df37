package dev.darkroom.emulator;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A colour as a prompt names it.
 *
 * @param name the word itself, such as {@code red} or {@code #aa3311}
 * @param blue 0 to 1, as are the others
 */
record NamedColor(String name, float blue, float green, float red) {

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("red", "c81e1e"),
          Map.entry("crimson", "a5122a"),
          Map.entry("maroon", "6b1220"),
          Map.entry("orange", "ea7317"),
          Map.entry("amber", "f2a20d"),
          Map.entry("gold", "c9a227"),
          Map.entry("yellow", "f2cd13"),
          Map.entry("lime", "8ac926"),
          Map.entry("green", "2a8c3c"),
          Map.entry("emerald", "138a5e"),
          Map.entry("teal", "157a7a"),
          Map.entry("turquoise", "2cb5a8"),
          Map.entry("cyan", "22b8cf"),
          Map.entry("blue", "2255c4"),
          Map.entry("navy", "1b2a5c"),
          Map.entry("purple", "6b2fa0"),
          Map.entry("violet", "7f4fc9"),
          Map.entry("magenta", "c2259b"),
          Map.entry("pink", "e573a5"),
          Map.entry("brown", "6f4526"),
          Map.entry("beige", "d8c7a3"),
          Map.entry("white", "f4f4f2"),
          Map.entry("silver", "b4b8bc"),
          Map.entry("gray", "808285"),
          Map.entry("grey", "808285"),
          Map.entry("black", "17181a"));

  /** The colour of one lower-case word: a name, {@code #rgb} or {@code #rrggbb}. */
  static Optional<NamedColor> of(String word) {
    if (!word.startsWith("#")) {
      return Optional.ofNullable(NAMES.get(word)).map(hex -> of(word, hex));
    }
    String digits = word.substring(1);
    return Optional.of(of(word, digits.length() == 3 ? digits.replaceAll("(.)", "$1$1") : digits));
  }

  private static NamedColor of(String name, String digits) {
    int rgb = HexFormat.fromHexDigits(digits);
    return new NamedColor(
        name, (rgb & 0xff) / 255f, (rgb >> 8 & 0xff) / 255f, (rgb >> 16 & 0xff) / 255f);
  }

  /** Blue, green and red, in this order. */
  float channel(int index) {
    return index == 0 ? blue : index == 1 ? green : red;
  }

  /** Brightness from 0 to 1 (ITU-R BT.601). */
  float luma() {
    return luma(blue, green, red);
  }

  static float luma(float blue, float green, float red) {
    return 0.114f * blue + 0.587f * green + 0.299f * red;
  }
}
