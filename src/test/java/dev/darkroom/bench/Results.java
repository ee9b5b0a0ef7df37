package dev.darkroom.bench;

import dev.darkroom.bench.Figure.Reached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file {@code bench/RESULTS.md}: a head that says where it was measured, and a section for each
 * measurement. A run writes the sections that it measured; those of another machine, of other
 * versions or sizes go, so that all that stand there may be compared.
 */
final class Results {
  private static final String SECTION = "\n## ";

  private final Path file;
  private final String head;
  private final List<String> order;
  private final Map<String, String> sections = new HashMap<>();

  private Results(Path file, String head, List<String> order) {
    this.file = file;
    this.head = head;
    this.order = order;
  }

  /** What was measured before on the same machine and with the same versions. */
  static Results read(Path file, String where, List<String> order) throws IOException {
    String head =
        """
        # Figures

        Written by `./darkroom bench`. [NOTES.md](NOTES.md) says, by measurement, why a bar is not reached.

        %s
        """
            .formatted(where);
    Results results = new Results(file, head, order);
    String old = Files.exists(file) ? Files.readString(file) : "";
    if (old.startsWith(head)) {
      for (String section : old.substring(head.length()).split(SECTION, -1)) {
        results.sections.put(section.lines().findFirst().orElse(""), SECTION + section);
      }
    }
    return results;
  }

  /** Writes the file with this section anew. */
  void write(String name, List<Figure> figures) throws IOException {
    StringBuilder section = new StringBuilder(SECTION);
    section.append("%s%n%n%s%n%n".formatted(name, LocalDate.now(ZoneOffset.UTC)));
    section.append("| what | measured | bar | reached |\n|---|---|---|---|\n");
    for (Figure figure : figures) {
      String reached = figure.reached() == Reached.NO ? "**no**" : figure.reached().word;
      section.append(
          "| %s | %s | %s | %s |%n"
              .formatted(figure.what(), figure.measured(), figure.bar(), reached));
    }
    sections.put(name, section.toString());
    StringBuilder all = new StringBuilder(head);
    order.forEach(one -> all.append(sections.getOrDefault(one, "")));
    Files.writeString(file, all);
  }
}
