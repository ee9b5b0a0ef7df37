package dev.darkroom.db.sqlite;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.FigureStore;
import dev.darkroom.jobs.FigureStoreContract;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.library.LibraryStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteFigureStoreTest implements FigureStoreContract {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("darkroom.db"));
  }

  @AfterEach
  void close() {
    database.close();
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
  public FigureStore figures() {
    return new SqliteFigureStore(database);
  }
}
