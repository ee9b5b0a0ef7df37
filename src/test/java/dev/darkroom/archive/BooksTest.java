package dev.darkroom.archive;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.db.surreal.SurrealRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that do not add up are not moved, though the file is whole. */
class BooksTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void export() {
    file = folder.resolve("file");
    try (SqliteFile from = new SqliteFile(folder.resolve("from.db"))) {
      Lives.fill(from.doors());
      Export.run(from.doors().archive(), file, NOON, _ -> {});
    }
  }

  /** Writes it again with a summary that fits; lines that become empty are left out. */
  private void edit(String begin, String before, String after) throws IOException {
    Summary summary = new Summary();
    StringBuilder text = new StringBuilder(Summary.HEAD + "\n");
    List<String> lines = Files.readAllLines(file);
    int edits = 0;
    for (String line : lines.subList(1, lines.size() - 1)) {
      boolean meant = line.startsWith(begin) && line.contains(before);
      edits += meant ? 1 : 0;
      String edited = meant ? line.replace(before, after) : line;
      Kind kind = Kind.valueOf(edited.split("\"", -1)[3].toUpperCase(java.util.Locale.ROOT));
      summary.add(Line.parse(kind, edited), edited);
      text.append(edited).append('\n');
    }
    assertEquals(1, edits);
    Files.writeString(file, text + summary.json() + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "account | 'balance\":988' | 'balance\":989' | ann@example.org: the balance is 989, the sum of the entries 988",
        "account | 'held\":11' | 'held\":12' | ann@example.org: what is held is 12, the sum of the open holds 11",
        "account | 'entries\":4' | 'entries\":5' | ann@example.org: the number of entries is 5, their count 4",
        "account | 'ann@' | 'amy@' | amy@example.org: the balance is 988, the sum of the entries 0",
        "account | 'ben@' | 'bob@' | entry ben@example.org 1 belongs to nobody",
        "entry | 'delta\":-4' | 'delta\":-5' | ann@example.org: the balance is 988, the sum of the entries 987",
        "entry | 'n\":4' | 'n\":5' | entry ann@example.org 5: the number is 5, its place 4",
        "hold | 'job-0006\",\"user\":\"ann@' | 'job-0006\",\"user\":\"zoe@' | ann@example.org: what is held is 11, the sum of the open holds 8; zoe@example.org has open holds and no account",
        "job | '0001\",\"user\"' | '0000\",\"user\"' | job job-0000: the number of events is 5, the last one's 0; event job-0001 1 belongs to nobody",
        "event | '\"job-0017' | '\"job-0018' | job job-0017: the number of events is 1, the last one's 0; event job-0018 1 belongs to nobody",
        "entry | 'n\":1,\"delta\":1000' | 'n\":1,\"delta\":1001' | entry ann@example.org 1: the balance is 1000, the one before with its delta 1001",
        "entry | 'balance\":993' | 'balance\":994' | entry ann@example.org 3: the balance is 994, the one before with its delta 993; entry ann@example.org 4: the balance is 988, the one before with its delta 989.",
        "hold | 'job-0006\",\"user\":\"ann@' | 'job-0006\",\"user\":\"ben@' | job job-0006: its hold is of ben@example.org",
        "hold | '0006\",\"user\":\"ann@example.org\",\"credits\":3,\"state\":\"open\"' | '0006\",\"user\":\"ann@example.org\",\"credits\":3,\"state\":\"released\"' | job job-0006 is unfinished and has no open hold",
        "hold | '0001\",\"user\":\"ann@example.org\",\"credits\":5,\"state\":\"charged\"' | '0001\",\"user\":\"ann@example.org\",\"credits\":5,\"state\":\"open\"' | job job-0001 has ended and its hold is open",
        "hold | 'job-0017' | 'job-0018' | job job-0017 is unfinished and has no open hold; hold job-0018 belongs to nobody.",
        "job | '0003\",\"user\":\"jö' | '0003\",\"user\":\"jo' | 'job job-0003 is of jo \"o''neil\\ 🐈@example.org, who has no account'",
        "job | '0002\",\"user\":\"ann@' | '0002\",\"user\":\"ben@' | job job-0002 is of ben@example.org, and entry ann@example.org 4 pays.",
        "entry | '\"job-0002' | '\"job-0001' | job job-0001 is charged by 2 entries; job job-0001: what was charged is 4, what was paid 9; job job-0002: what was charged is 5, what was paid 0.",
        "job | 'charged_credits\":4' | 'charged_credits\":3' | job job-0001: what was charged is 3, what was paid 4.",
        "job | 'charged_credits\":4' | 'charged_credits\":null' | job job-0001: what was charged is 0, what was paid 4.",
        "job | 'held_credits\":2,' | 'held_credits\":3,' | 'job job-0013: what is held is 3, its open hold 2.'"
      })
  void whatDoesNotAddUpIsNamed(String kind, String before, String after, String words)
      throws IOException {
    edit("{\"kind\":\"" + kind + '"', before, after);
    try (SqliteFile into = new SqliteFile(folder.resolve("into.db"))) {
      Archive archive = into.doors().archive();
      String said = refusal(archive);
      assertTrue(said.contains("The books do not add up: "), said);
      assertTrue(said.contains(words), said);
      assertTrue(archive.isEmpty());
      assertEquals(Optional.empty(), archive.unfinishedImport());
    }
  }

  @Test
  void jobsAreComparedGroupByGroup() throws IOException {
    for (int jobsMax = 1; jobsMax < 4; jobsMax++) {
      Faults none = new Faults();
      Bills.check(ArchiveFile.check(file, _ -> true), none, jobsMax);
      none.raise();
    }
    edit("{\"kind\":\"job\"", "charged_credits\":7", "charged_credits\":6");
    for (int jobsMax = 1; jobsMax < 4; jobsMax++) {
      Faults one = new Faults();
      Bills.check(ArchiveFile.check(file, _ -> true), one, jobsMax);
      String said = String.valueOf(assertThrows(ArchiveException.class, one::raise).getMessage());
      assertTrue(said.contains(": job job-0004: what was charged is 6, what was paid 7."), said);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"job\",\"id\":\"job-0005\" | \"status\":\"failed\" | \"status\":\"gone\" | job job-00",
        "{\"kind\":\"idempotency\" | \"job_id\":\"job-0014\" | \"job_id\":\"job-0099\" | idempotency ann"
      })
  void aLineThatAStoreRefusesIsNamedAndTheMarkStays(
      String begin, String before, String after, String words) throws IOException {
    edit(begin, before, after);
    try (SqliteFile sqlite = new SqliteFile(folder.resolve("into.db"));
        SurrealRows surreal = new SurrealRows()) {
      for (Archive into : List.of(sqlite.doors().archive(), surreal.doors().archive())) {
        String said = refusal(into);
        assertTrue(said.contains(words), said);
        assertTrue(said.contains("cannot be put: "), said);
        assertTrue(into.unfinishedImport().isPresent());
      }
    }
  }

  private String refusal(Archive into) {
    return String.valueOf(
        assertThrows(ArchiveException.class, () -> Import.run(into, file, _ -> {})).getMessage());
  }
}
