package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Output;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.library.LibraryStoreContract;
import java.util.function.Function;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteLibraryStoreTest extends LibraryStoreContract {
  @RegisterExtension private final FreshSqlite fresh = new FreshSqlite();

  @Override
  protected LibraryStore library() {
    return new SqliteLibraryStore(fresh.database());
  }

  @Override
  protected LibraryItem completed(String user, Function<Job, Output> output) {
    Job job = Fixtures.completed(new SqliteJobStore(fresh.database()), user, output);
    return output.apply(job).items().getFirst();
  }
}
