package dev.darkroom.db.sqlite;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.WorkersContract;
import dev.darkroom.library.LibraryStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Two workers on one file. */
class SqliteWorkersTest extends WorkersContract {
  @TempDir Path folder;
  private SqliteFile first;
  private SqliteFile second;

  @BeforeEach
  void open() {
    first = new SqliteFile(folder.resolve("darkroom.db"));
    second = new SqliteFile(folder.resolve("darkroom.db"));
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Override
  protected List<JobStore> stores() {
    return List.of(first.jobs(), second.jobs());
  }

  @Override
  protected CreditStore credits() {
    return first.credits();
  }

  @Override
  protected LibraryStore library() {
    return first.library();
  }

  @Override
  protected int jobs() {
    return 10_000;
  }
}
