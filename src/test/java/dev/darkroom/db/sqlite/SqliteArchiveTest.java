package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.archive.ArchiveContract;
import dev.darkroom.archive.Doors;
import dev.darkroom.archive.Kind;
import dev.darkroom.db.surreal.SurrealRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteArchiveTest extends ArchiveContract {
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
    SqliteFile file = new SqliteFile(folder.resolve(open.size() + ".db"));
    open.add(file);
    return file.doors();
  }

  @Override
  protected Doors other() {
    SurrealRows other = new SurrealRows();
    open.add(other);
    return other.doors();
  }

  /** A column that is added later, and is no field of a line, would be lost without a word. */
  @Test
  void everyColumnIsAFieldOfALine() {
    Set<String> told = new TreeSet<>(Set.of("entry.id"));
    // Who tells a webhook just now is of no interest elsewhere: it is told again.
    told.addAll(Set.of("webhook.version", "webhook.lease_owner", "webhook.lease_until"));
    for (Kind kind : Kind.values()) {
      ArchiveSql sql = ArchiveSql.of(kind);
      kind.fields().forEach(field -> told.add(sql.table() + '.' + sql.source(field)));
    }
    try (Database database = Database.open(folder.resolve("columns.db"))) {
      List<String> there =
          database.read(
              h ->
                  h.query(
                          """
                          SELECT t.name || '.' || c.name FROM pragma_table_list t
                          JOIN pragma_table_info(t.name) c
                          WHERE t.type = 'table' AND t.name NOT IN
                            ('sqlite_schema', 'sqlite_sequence', 'flyway_schema_history', 'unfinished_import',
                              'job_input') -- which is derived
                            AND t.schema = 'main'
                          """)
                      .texts());
      told.removeIf(column -> column.contains("("));
      assertEquals(told, new TreeSet<>(there));
    }
  }
}
