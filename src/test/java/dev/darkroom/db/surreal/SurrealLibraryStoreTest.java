package dev.darkroom.db.surreal;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Output;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.library.LibraryStoreContract;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SurrealLibraryStoreTest extends LibraryStoreContract {
  private SurrealDatabase database;

  @BeforeEach
  void open() {
    database = SurrealServer.shared().open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected LibraryStore library() {
    return new SurrealLibraryStore(database);
  }

  @Override
  protected LibraryItem completed(String user, Function<Job, Output> output) {
    Job job = Fixtures.completed(new SurrealJobStore(database), user, output);
    return output.apply(job).items().getFirst();
  }
}
