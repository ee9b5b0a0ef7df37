package dev.darkroom.archive;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.db.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file that is not what an export wrote is refused, and the store that it was for is untouched.
 */
class ArchiveFileTest {
  @TempDir static Path folder;
  private static byte[] whole = {};

  private SqliteFile into;

  @BeforeEach
  void open() throws IOException {
    if (whole.length == 0) {
      Path file = folder.resolve("whole");
      try (SqliteFile from = new SqliteFile(folder.resolve("from.db"))) {
        Lives.fill(from.doors());
        Export.run(from.doors().archive(), file, NOON, _ -> {});
      }
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      whole = Files.readAllBytes(file);
    }
    into = new SqliteFile(folder.resolve("into.db"));
  }

  @AfterEach
  void nothingWasPut() {
    assertTrue(into.doors().archive().isEmpty());
    assertEquals(Optional.empty(), into.doors().archive().unfinishedImport());
    into.close();
  }

  private String refusal(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("given"), bytes);
    Archive archive = into.doors().archive();
    return String.valueOf(
        assertThrows(ArchiveException.class, () -> Import.run(archive, file, _ -> {}))
            .getMessage());
  }

  private String refusal(String text) throws IOException {
    return refusal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text() {
    return new String(whole, StandardCharsets.UTF_8);
  }

  /** The number of the line in which this byte stands. */
  private static int lineOf(int index) {
    int line = 1;
    for (int i = 0; i < index; i++) {
      line += whole[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  @Test
  void whereverItIsCut() throws IOException {
    int last = lineOf(whole.length - 1);
    for (int length = 0; length < whole.length; length += 97) {
      boolean between = length > 0 && whole[length - 1] == '\n';
      String said = refusal(Arrays.copyOf(whole, length));
      assertTrue(said.contains("line %d: ".formatted(lineOf(length))), length + ": " + said);
      assertTrue(between || length == 0 || said.contains("cut"), said);
    }
    String withoutSummary = text().lines().limit(last - 1).reduce("", (a, b) -> a + b + "\n");
    String said = refusal(withoutSummary);
    assertTrue(said.contains("line %d: the file is cut".formatted(last)), said);
  }

  @Test
  void whicheverByteIsAltered() throws IOException {
    int last = lineOf(whole.length - 1);
    for (int i = 0; i < whole.length; i += 89) {
      byte[] altered = whole.clone();
      altered[i] ^= 1;
      String said = refusal(altered);
      assertTrue(
          said.contains("line %d: ".formatted(lineOf(i)))
              || said.contains("line %d: it does not come after".formatted(lineOf(i) + 1))
              || said.contains("line %d: this summary is not that".formatted(last)),
          i + ": " + said);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\":4} | \"format\":5} | line 1: its format, 5, is newer",
        "\"format\":4} | \"format\":20,\"more\":1} | line 1: its format, 20, is newer",
        "darkroom | lightroom | line 1: no export of Darkroom begins like this",
        "\"kind\":\"seed\" | \"kind\":\"sofa\" | no line of an export begins like this",
        "\"held\":11 | \"held\": 11 | line 2: it is not as an export writes it",
        "\"held\":11 | \"held\":11.0 | line 2: it is not as an export writes it",
        "\"held\":11 | \"held\":null | line 2: account has no held",
        "\"held\":11 | \"held\":11,\"more\":1 | line 2: it is not as an export writes it",
        "\"held\":11 | \"held\":12 | this summary is not that of the lines before"
      })
  void whateverWasEdited(String before, String after, String words) throws IOException {
    String said = refusal(text().replace(before, after));
    assertTrue(said.contains(words), said);
  }

  @Test
  void whatStandsInTheWrongPlace() throws IOException {
    List<String> lines = new ArrayList<>(text().lines().toList());
    lines.add(lines.get(1));
    String said = refusal(String.join("\n", lines) + "\n");
    assertTrue(said.contains("nothing may come after the summary"), said);
    lines.removeLast();
    lines.add(1, lines.get(1));
    said = refusal(String.join("\n", lines) + "\n");
    assertTrue(said.contains("line 3: it does not come after the line before"), said);
  }

  @Test
  void whatDoesNotEndWithTheEndOfItsSummary() throws IOException {
    for (String other : List.of(text().strip(), text() + " ", text() + "{", text() + "\n")) {
      String said = refusal(other);
      assertTrue(said.contains("cut") || said.contains("nothing may come after"), said);
    }
  }

  @Test
  void whatHasALineWithoutEnd() throws IOException {
    byte[] endless = Arrays.copyOf(whole, Lines.BYTES_MAX + whole.length);
    Arrays.fill(endless, whole.length - 1, endless.length, (byte) 'x');
    int last = lineOf(whole.length - 1);
    String said = refusal(endless);
    assertTrue(said.contains("line %d: it is longer than any line".formatted(last)), said);
  }

  @Test
  void whatIsNoTextOrNotThere() throws IOException {
    byte[] latin = whole.clone();
    latin[40] = (byte) 0xff;
    String said = refusal(latin);
    assertTrue(said.contains("line 2: it is no text in UTF-8"), said);
    said =
        assertThrows(
                ArchiveException.class,
                () -> Import.run(into.doors().archive(), folder.resolve("nowhere"), _ -> {}))
            .getMessage();
    assertTrue(String.valueOf(said).contains("nowhere cannot be read"), said);
  }
}
