package dev.darkroom.db.surreal;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.FigureStore;
import dev.darkroom.jobs.FigureStoreContract;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.library.LibraryStore;
import org.junit.jupiter.api.extension.RegisterExtension;

class SurrealFigureStoreTest implements FigureStoreContract {
  @RegisterExtension private final FreshSurreal fresh = new FreshSurreal();

  @Override
  public JobStore jobs() {
    return new SurrealJobStore(fresh.database());
  }

  @Override
  public CreditStore credits() {
    return new SurrealCreditStore(fresh.database());
  }

  @Override
  public LibraryStore library() {
    return new SurrealLibraryStore(fresh.database());
  }

  @Override
  public FigureStore figures() {
    return new SurrealFigureStore(fresh.database());
  }
}
