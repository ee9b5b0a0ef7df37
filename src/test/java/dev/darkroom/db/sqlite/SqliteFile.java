package dev.darkroom.db.sqlite;

import dev.darkroom.archive.Doors;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Book;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.Rows;
import dev.darkroom.library.LibraryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A SQLite file with its stores, for tests in other rooms. */
public final class SqliteFile implements Rows {
  /** Those that jobs write, the ones that refer to others first. */
  private static final List<String> TABLES =
      List.of("job_event", "hold", "entry", "library_item", "first_job", "job", "account");

  private final Database database;

  public SqliteFile(Path file) {
    database = Database.open(file);
  }

  @Override
  public JobStore jobs() {
    return new SqliteJobStore(database);
  }

  @Override
  public CreditStore credits() {
    return new SqliteCreditStore(database);
  }

  @Override
  public LibraryStore library() {
    return new SqliteLibraryStore(database);
  }

  @Override
  public OversightStore oversight() {
    return new SqliteOversightStore(database);
  }

  @Override
  public Book book() {
    return database.read(SqliteBook::read);
  }

  public Doors doors() {
    return new Doors(
        new SqliteArchive(database),
        jobs(),
        credits(),
        library(),
        new SqliteTemplateStore(database),
        new SqliteTokenStore(database),
        new SqliteNotifyStore(database),
        oversight());
  }

  /** A number asked of the rows themselves. */
  public long number(String sql, Map<String, ?> values) {
    Function<Session, Long> read = h -> h.query(sql).bindMap(values).number();
    return database.read(read);
  }

  /** Takes all rows out. The book lets nobody do that, so its guards stand aside for the moment. */
  public void empty() {
    Function<Session, Integer> delete =
        h -> {
          List<String> guards =
              h.query("SELECT sql FROM sqlite_master WHERE type = 'trigger'").texts();
          List<String> names =
              h.query("SELECT name FROM sqlite_master WHERE type = 'trigger'").texts();
          names.forEach(name -> h.execute("DROP TRIGGER " + name));
          TABLES.forEach(table -> h.execute("DELETE FROM " + table));
          guards.forEach(h::execute);
          return TABLES.size();
        };
    database.write(delete);
  }

  @Override
  public void close() {
    database.close();
  }
}
