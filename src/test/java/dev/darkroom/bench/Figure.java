package dev.darkroom.bench;

/**
 * One line of the report.
 *
 * @param measured in words, with its unit and what it was compared with
 * @param bar what it should reach, or empty
 */
record Figure(String what, String measured, String bar, Reached reached) {

  /** Whether the bar was reached. */
  enum Reached {
    YES("yes"),
    NO("no"),
    /** There is no bar, or no figure. */
    OPEN("–");

    final String word;

    Reached(String word) {
      this.word = word;
    }
  }

  static Figure of(String what, String measured, String bar, boolean reached) {
    return new Figure(what, measured, bar, reached ? Reached.YES : Reached.NO);
  }

  /** A figure without a bar. */
  static Figure plain(String what, String measured) {
    return new Figure(what, measured, "", Reached.OPEN);
  }

  static Figure notMeasured(String what, String bar, String why) {
    return new Figure(what, "not measured: " + why, bar, Reached.OPEN);
  }
}
