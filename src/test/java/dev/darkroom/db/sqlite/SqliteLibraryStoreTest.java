package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Output;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.library.LibraryStoreContract;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryStoreTest extends LibraryStoreContract {
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
  protected LibraryStore library() {
    return new SqliteLibraryStore(database);
  }

  @Override
  protected LibraryItem completed(String user, Function<Job, Output> output) {
    Job job = Fixtures.completed(new SqliteJobStore(database), user, output);
    return output.apply(job).items().getFirst();
  }
}
