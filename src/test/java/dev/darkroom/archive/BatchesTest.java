package dev.darkroom.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.db.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put at once is bounded by lines and by characters. */
class BatchesTest {
  private static final int LARGE = 600_000;

  @TempDir Path folder;

  @Test
  void manyOrLargeLinesArePutInSeveralBatches() throws IOException {
    Summary summary = new Summary();
    StringBuilder text = new StringBuilder(Summary.HEAD + "\n");
    for (String slug : List.of("a", "b", "c")) {
      add(summary, text, Kind.TEMPLATE, slug, "x".repeat(LARGE));
    }
    for (int i = 0; i < 1001; i++) {
      add(summary, text, Kind.SEED, "%04d".formatted(i), "");
    }
    Path file = Files.writeString(folder.resolve("file"), text + summary.json() + "\n");
    try (SqliteFile into = new SqliteFile(folder.resolve("into.db"))) {
      Breaking breaking = new Breaking(into.doors().archive(), 100);
      assertThrows(Breaking.Off.class, () -> Import.run(breaking, file, _ -> {}));
      assertEquals(List.of(1, 1, 1, 500, 500, 1), breaking.sizes);
      assertEquals(1001, into.number("SELECT count(*) FROM seed", Map.of()));
    }
  }

  private static void add(
      Summary summary, StringBuilder text, Kind kind, String key, String prompt) {
    Line line =
        Line.of(
            kind,
            field ->
                switch (field.type()) {
                  case TEXT -> field.name().equals("prompt") ? prompt : key;
                  case NUMBER, TIME -> 1L;
                  case DECIMAL -> 1.0;
                  case JSON -> JsonNodeFactory.instance.arrayNode();
                });
    summary.add(line, line.json());
    text.append(line.json()).append('\n');
  }
}
