package dev.darkroom.bench;

import java.util.List;
import java.util.function.Function;

/** Prints figures as a plain table. */
@SuppressWarnings("SystemOut") // A program for the terminal.
final class Table {
  private static final Figure HEAD = new Figure("what", "measured", "bar", Figure.Reached.OPEN);

  private Table() {}

  static void print(List<Figure> figures) {
    int what = width(figures, Figure::what);
    int measured = width(figures, Figure::measured);
    int bar = width(figures, Figure::bar);
    String row = "%%-%ds  %%-%ds  %%-%ds  %%s%%n".formatted(what, measured, bar);
    System.out.println();
    System.out.printf(row, HEAD.what(), HEAD.measured(), HEAD.bar(), "reached");
    System.out.println("-".repeat(what + measured + bar + 13));
    for (Figure figure : figures) {
      System.out.printf(row, figure.what(), figure.measured(), figure.bar(), figure.reached().word);
    }
  }

  private static int width(List<Figure> figures, Function<Figure, String> column) {
    int widest = column.apply(HEAD).length();
    for (Figure figure : figures) {
      widest = Math.max(widest, column.apply(figure).length());
    }
    return widest;
  }
}
