package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.archive.ArchiveContract;
import dev.darkroom.archive.Doors;
import dev.darkroom.archive.Export;
import dev.darkroom.archive.Field;
import dev.darkroom.archive.Kind;
import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NeedsSurreal.class)
class SurrealArchiveTest extends ArchiveContract {
  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Override
  protected Doors fresh() {
    SurrealRows rows = new SurrealRows();
    open.add(rows);
    return rows.doors();
  }

  @Override
  protected Doors other() {
    SqliteFile file = new SqliteFile(folder.resolve(open.size() + ".db"));
    open.add(file);
    return file.doors();
  }

  private String refusal(SurrealRows rows, Instant now) {
    Path file = files.resolve("refused");
    String said = refusal(() -> Export.run(rows.doors().archive(), file, now, _ -> {}));
    assertFalse(Files.exists(file));
    return said;
  }

  private SurrealRows filled() {
    SurrealRows rows = new SurrealRows();
    open.add(rows);
    SurrealJobStore jobs = new SurrealJobStore(rows.database);
    new SurrealCreditStore(rows.database).grant(ANN, 50, "Welcome", "w", NOON);
    jobs.admit(Fixtures.job(ANN));
    jobs.claim("a worker", NOON, NOON.plusSeconds(30), 1, 40);
    return rows;
  }

  @Test
  void aServerAtWorkStopsTheExport() {
    String said = refusal(filled(), NOON.plusSeconds(29));
    assertTrue(said.contains("a worker is at work: stop all servers"), said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE tool_job SET results = [{ at: rand::uuid() }] | tool_job:job- | results",
        "UPDATE tool_job SET results = [{ at: 5dec }] | tool_job:job- | results",
        "UPSERT seed:5 SET at = time::now(), move = '' | seed:5 | key",
        "UPSERT seed:['a', 'b'] SET at = time::now(), move = '' | seed:[a, b] | key",
        "UPSERT job_event:['a', 'b'] SET at = time::now(), phase = '', kind = '', message = '' "
            + "| job_event:[a, b] | key",
        "UPSERT idempotency:['a', 'b'] SET at = time::now(), body_hash = '', job = tool_job:5 "
            + "| idempotency:[a, b] | key",
        "UPDATE user SET credits_balance = 51 | ann@example.org | the balance is 51",
        "UPDATE tool_job SET events = 7 | job job- | the number of events is 7"
      })
  void whatSomebodyEditedIntoNonsenseIsNamed(String edit, String record, String what) {
    SurrealRows rows = filled();
    rows.database.move("{ %s RETURN NONE; RETURN 1; }".formatted(edit), Map.of());
    String said = refusal(rows, NOON.plusSeconds(31));
    assertTrue(said.contains(record), said);
    assertTrue(said.contains(what), said);
  }

  @Test
  void whatIsDerivedIsWrittenOnlyByTheImportOfTheMarkedFile() {
    SurrealRows rows = filled();
    String state =
        "RETURN [(SELECT VALUE unfinished FROM user)[0], (SELECT VALUE round FROM ONLY line:jobs)];";
    rows.database.move(
        """
        {
          CREATE ONLY unfinished_import:file CONTENT { digest: 'one' } RETURN NONE;
          UPDATE user SET unfinished = 5 RETURN NONE;
          UPDATE line:jobs SET round = 7 RETURN NONE;
        }
        """,
        Map.of());
    String said = refusal(() -> rows.doors().archive().finish("another"));
    assertTrue(said.startsWith("Another import"), said);
    assertEquals(List.of(5L, 7L), rows.database.read(state, Map.of()));
    rows.doors().archive().finish("one");
    assertEquals(List.of(1L, 0L), rows.database.read(state, Map.of()));
    // As it is repeated when its answer was lost.
    new ImportMark(rows.database).end("one");
  }

  /** Together they are more than one answer may have. */
  @Test
  void manyLargeRowsAreReadInSeveralPages() {
    SurrealRows rows = new SurrealRows();
    open.add(rows);
    for (long seq = 10; seq < 40; seq++) {
      rows.database.move(
          """
          {
            CREATE ONLY type::record('job_event', ['job', $seq]) CONTENT {
              at: time::now(), phase: '', kind: '', message: $words } RETURN NONE;
          }
          """,
          Map.of("seq", seq, "words", "x".repeat(3_000_000)));
    }
    List<Long> read = new ArrayList<>();
    new SurrealArchive(rows.database).read(Kind.EVENT, line -> read.add(line.number("seq")));
    assertEquals(LongStream.range(10, 40).boxed().toList(), read);
  }

  /** A field that is added later, and is none of a line, would be lost without a word. */
  @Test
  void everyFieldIsThatOfALineOrDerived() {
    SurrealRows rows = new SurrealRows();
    open.add(rows);
    for (Kind kind : Kind.values()) {
      ArchiveTable table = ArchiveTable.of(kind);
      Set<String> told = new TreeSet<>(table.fresh().keySet());
      told.addAll(Set.of("newest", "tool_type", "job", "seconds", "fps"));
      for (Field field : kind.fields()) {
        told.add(table.column(field.name()));
      }
      for (String name : table.names()) {
        Row info =
            Objects.requireNonNull(
                Row.of(
                    rows.database.read(
                        "{ RETURN (INFO FOR TABLE %s).fields; }".formatted(name), Map.of())));
        Set<String> there = new TreeSet<>();
        info.fields()
            .forEach(
                (field, definition) -> {
                  if (!String.valueOf(definition).contains(" COMPUTED ")) {
                    there.add(String.valueOf(field));
                  }
                });
        there.removeIf(field -> field.contains(".") || field.contains("*"));
        there.removeAll(told);
        assertEquals(Set.of(), there, name);
      }
    }
  }
}
