package dev.darkroom.db.surreal;

import dev.darkroom.archive.Doors;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Book;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.Rows;
import dev.darkroom.library.LibraryStore;
import java.util.Map;

/** A database in SurrealDB with its stores, for tests in other rooms. */
public final class SurrealRows implements Rows {
  /** Few, so that an export of little needs several pages. */
  private static final int PAGE = 3;

  final SurrealDatabase database;

  /** One that nobody else uses, on the server that all tests share. */
  public SurrealRows() {
    this(SurrealServer.shared().freshDatabase());
  }

  /** The one that these settings name. */
  public SurrealRows(Map<String, String> settings) {
    this.database = SurrealServer.open(settings);
  }

  @Override
  public JobStore jobs() {
    return new SurrealJobStore(database);
  }

  @Override
  public CreditStore credits() {
    return new SurrealCreditStore(database);
  }

  @Override
  public LibraryStore library() {
    return new SurrealLibraryStore(database);
  }

  @Override
  public OversightStore oversight() {
    return new SurrealOversightStore(database);
  }

  @Override
  public Book book() {
    return SurrealBook.read(database);
  }

  public Doors doors() {
    return new Doors(
        new SurrealArchive(database, PAGE),
        jobs(),
        credits(),
        library(),
        new SurrealTemplateStore(database),
        new SurrealTokenStore(database),
        new SurrealNotifyStore(database),
        oversight());
  }

  @Override
  public void close() {
    database.close();
  }
}
