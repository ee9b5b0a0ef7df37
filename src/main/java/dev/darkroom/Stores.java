package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.access.TokenStore;
import dev.darkroom.archive.Archive;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.db.sqlite.Database;
import dev.darkroom.db.sqlite.SqliteArchive;
import dev.darkroom.db.sqlite.SqliteCreditStore;
import dev.darkroom.db.sqlite.SqliteFigureStore;
import dev.darkroom.db.sqlite.SqliteJobStore;
import dev.darkroom.db.sqlite.SqliteLibraryStore;
import dev.darkroom.db.sqlite.SqliteNotifyStore;
import dev.darkroom.db.sqlite.SqliteOversightStore;
import dev.darkroom.db.sqlite.SqliteTemplateStore;
import dev.darkroom.db.sqlite.SqliteTokenStore;
import dev.darkroom.db.surreal.SurrealArchive;
import dev.darkroom.db.surreal.SurrealCreditStore;
import dev.darkroom.db.surreal.SurrealDatabase;
import dev.darkroom.db.surreal.SurrealFigureStore;
import dev.darkroom.db.surreal.SurrealJobStore;
import dev.darkroom.db.surreal.SurrealLibraryStore;
import dev.darkroom.db.surreal.SurrealNotifyStore;
import dev.darkroom.db.surreal.SurrealOversightStore;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.db.surreal.SurrealTemplateStore;
import dev.darkroom.db.surreal.SurrealTokenStore;
import dev.darkroom.jobs.FigureStore;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.notify.NotifyStore;
import dev.darkroom.templates.TemplateStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where rows are kept: a SQLite file in the data folder, or the SurrealDB of SURREAL_URL.
 *
 * @param archive all rows at once
 * @param worker the name under which this process holds leases
 * @param answer whether rows can be read now
 * @param watch counts what the store does by itself
 * @param end gives up what is held open
 */
record Stores(
    JobStore jobs,
    CreditStore credits,
    LibraryStore library,
    TemplateStore templates,
    TokenStore tokens,
    NotifyStore webhooks,
    OversightStore oversight,
    FigureStore figures,
    Archive archive,
    String worker,
    BooleanSupplier answer,
    Consumer<MeterRegistry> watch,
    Runnable end)
    implements AutoCloseable {

  static Stores choose(SurrealSettings settings, DataFolder data, InstantSource clock) {
    return settings.url().isPresent() ? surreal(settings, clock) : sqlite(data);
  }

  /** The folder is ours alone, so the name may be that of the last run: its leases are ours. */
  private static Stores sqlite(DataFolder data) {
    Database database = Database.open(data.database());
    return new Stores(
        new SqliteJobStore(database),
        new SqliteCreditStore(database),
        new SqliteLibraryStore(database),
        new SqliteTemplateStore(database),
        new SqliteTokenStore(database),
        new SqliteNotifyStore(database),
        new SqliteOversightStore(database),
        new SqliteFigureStore(database),
        new SqliteArchive(database),
        "darkroom",
        database::answers,
        database::watchedBy,
        database::close);
  }

  /** Others may work on the same rows, so the name is new each time. */
  private static Stores surreal(SurrealSettings settings, InstantSource clock) {
    StartChecks.surreal(settings);
    try {
      SurrealDatabase database = SurrealDatabase.open(settings, clock);
      return new Stores(
          new SurrealJobStore(database),
          new SurrealCreditStore(database),
          new SurrealLibraryStore(database),
          new SurrealTemplateStore(database),
          new SurrealTokenStore(database),
          new SurrealNotifyStore(database),
          new SurrealOversightStore(database),
          new SurrealFigureStore(database),
          new SurrealArchive(database),
          "darkroom-" + Wiring.id(),
          database::answers,
          _ -> {},
          database::close);
    } catch (StoreException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  /** What a server starts on: not what an import that broke off has left. */
  Stores whole() {
    if (archive.unfinishedImport().isPresent()) {
      close();
      throw new StartException(
          "An import into this store is unfinished: run ./darkroom import with the same file again.");
    }
    return this;
  }

  boolean answers() {
    return answer.getAsBoolean();
  }

  @Override
  public void close() {
    end.run();
  }
}
