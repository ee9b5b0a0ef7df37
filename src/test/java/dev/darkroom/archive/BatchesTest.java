package dev.darkroom.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.db.surreal.SurrealRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is put at once is bounded by lines and by bytes. */
class BatchesTest {
  /** What SurrealDB takes as one request. */
  private static final int REQUEST_BYTES = 4 << 20;

  @TempDir Path folder;
  private final Summary summary = new Summary();
  private final StringBuilder text = new StringBuilder(Summary.HEAD + "\n");
  private SqliteFile sqlite;

  @BeforeEach
  void open() {
    sqlite = new SqliteFile(folder.resolve("into.db"));
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  private Path file() throws IOException {
    return Files.writeString(folder.resolve("file"), text + summary.json() + "\n");
  }

  @Test
  void manyOrLargeLinesArePutInSeveralBatches() throws IOException {
    add(Kind.TEMPLATE, "a", "x".repeat(600_000));
    add(Kind.TEMPLATE, "b", "€".repeat(200_000));
    add(Kind.TEMPLATE, "c", "x".repeat(600_000));
    add(Kind.TEMPLATE, "d", "x".repeat(400_000));
    for (int i = 0; i < 1001; i++) {
      add(Kind.SEED, "%04d".formatted(i), "");
    }
    Breaking breaking = new Breaking(sqlite.doors().archive(), 100);
    Path file = file();
    assertThrows(Breaking.Off.class, () -> Import.run(breaking, file, _ -> {}));
    assertEquals(List.of(1, 1, 2, 500, 500, 1), breaking.sizes);
    assertEquals(1001, sqlite.number("SELECT count(*) FROM seed", Map.of()));
  }

  @Test
  void aLineThatIsTooLargeForTheStoreIsRefusedBeforeAnythingIsPut() throws IOException {
    add(Kind.TEMPLATE, "a", "");
    add(Kind.TEMPLATE, "b", "x".repeat(REQUEST_BYTES));
    Path file = file();
    try (SurrealRows surreal = new SurrealRows()) {
      Archive into = surreal.doors().archive();
      String said =
          assertThrows(ArchiveException.class, () -> Import.run(into, file, _ -> {})).getMessage();
      int bytes = Files.readAllLines(file).get(2).length();
      String words =
          "line 3: template b has %d bytes, which is more than the store takes.".formatted(bytes);
      assertTrue(String.valueOf(said).endsWith(words), said);
      assertTrue(into.isEmpty());
      assertEquals(Optional.empty(), into.unfinishedImport());
    }
    Import.run(sqlite.doors().archive(), file, _ -> {});
  }

  @Test
  void aLineThatIsJustSmallEnoughForTheStoreIsPut() throws IOException {
    add(Kind.TEMPLATE, "a", "x".repeat(REQUEST_BYTES - 20_000));
    // In the request, these need half as much as in the file.
    add(Kind.TEMPLATE, "b", "\"".repeat(REQUEST_BYTES - 20_000));
    Path file = file();
    try (SurrealRows surreal = new SurrealRows()) {
      Import.run(surreal.doors().archive(), file, _ -> {});
    }
  }

  /** Numbers need more than twice as many bytes in a request as in the file. */
  @Test
  void aBatchOfLinesThatGrowOnTheirWayIsPut() throws IOException {
    var numbers = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < Archive.PUT_BYTES_MAX / 4 - 100; i++) {
      numbers.add(0.5);
    }
    Line line = line(Kind.TEMPLATE, "a", "");
    Map<String, @Nullable Object> values = new LinkedHashMap<>(line.values());
    values.put("motion", JsonNodeFactory.instance.objectNode().set("n", numbers));
    add(new Line(Kind.TEMPLATE, values));
    Path file = file();
    assertTrue(Files.size(file) > Archive.PUT_BYTES_MAX - 1000);
    try (SurrealRows surreal = new SurrealRows()) {
      Import.run(surreal.doors().archive(), file, _ -> {});
    }
  }

  @Test
  void aRowThatIsTooLargeForALineIsNotExported() {
    Archive from = sqlite.doors().archive();
    from.begin("digest");
    from.put("digest", List.of(line(Kind.TEMPLATE, "a", "x".repeat(Lines.BYTES_MAX))));
    from.finish("digest");
    Path to = folder.resolve("to");
    String said =
        assertThrows(ArchiveException.class, () -> Export.run(from, to, Instant.EPOCH, _ -> {}))
            .getMessage();
    assertTrue(String.valueOf(said).contains("template a has 67"), said);
    assertFalse(Files.exists(to));
  }

  private void add(Kind kind, String key, String prompt) {
    add(line(kind, key, prompt));
  }

  private void add(Line line) {
    summary.add(line, line.json());
    text.append(line.json()).append('\n');
  }

  private static Line line(Kind kind, String key, String prompt) {
    return Line.of(
        kind,
        field ->
            switch (field.type()) {
              case TEXT -> field.name().equals("prompt") ? prompt : key;
              case NUMBER, TIME -> 1L;
              case DECIMAL -> 1.0;
              case JSON -> field.optional() ? null : JsonNodeFactory.instance.arrayNode();
            });
  }
}
