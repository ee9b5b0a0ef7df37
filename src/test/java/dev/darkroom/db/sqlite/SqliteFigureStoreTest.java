package dev.darkroom.db.sqlite;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.FigureStore;
import dev.darkroom.jobs.FigureStoreContract;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.library.LibraryStore;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteFigureStoreTest implements FigureStoreContract {
  @RegisterExtension private final FreshSqlite fresh = new FreshSqlite();

  @Override
  public JobStore jobs() {
    return new SqliteJobStore(fresh.database());
  }

  @Override
  public CreditStore credits() {
    return new SqliteCreditStore(fresh.database());
  }

  @Override
  public LibraryStore library() {
    return new SqliteLibraryStore(fresh.database());
  }

  @Override
  public FigureStore figures() {
    return new SqliteFigureStore(fresh.database());
  }
}
