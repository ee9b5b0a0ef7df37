package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** One SQLite file: moves go through one writer, reads run beside it on a few connections. */
public final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MS = 60_000;

  private static final int WRITER_CACHE_KB = 32_000;
  private static final int READER_CACHE_KB = 8000;

  private final Readers readers;
  private final Writer writer;

  private Database(Readers readers, Writer writer) {
    this.readers = readers;
    this.writer = writer;
  }

  /**
   * Opens the file, creates it if need be, and brings its schema up to date.
   *
   * @throws UncheckedIOException if the folder cannot be made
   */
  public static Database open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder cannot be made: " + e.getMessage(), e);
    }
    SQLiteDataSource writable = dataSource(file, writing());
    Schema.bringUpToDate(writable);
    return new Database(new Readers(dataSource(file, reading())), new Writer(writable));
  }

  /**
   * Does one move atomically. When it returns, the move is on disk.
   *
   * @throws StoreException if the move could not be committed; then nothing of it is stored
   */
  <T> T write(Function<Session, T> move) {
    return writer.write(move);
  }

  /** From now on it is counted how the writer keeps up. */
  public void watchedBy(MeterRegistry meters) {
    writer.watchedBy(meters);
  }

  /** Whether rows can be read now. */
  public boolean answers() {
    try {
      read(h -> h.query("SELECT EXISTS (SELECT 1 FROM account)").number());
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  /** Reads a consistent view of what is committed. */
  <T> T read(Function<Session, T> read) {
    return readers.read(read);
  }

  private static SQLiteConfig reading() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setCacheSize(-READER_CACHE_KB);
    return config;
  }

  /** FULL, because a move that was answered must survive a power cut, not only a crash. */
  private static SQLiteConfig writing() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setCacheSize(-WRITER_CACHE_KB);
    // Else the driver prepares a statement of its own after each insert.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private static SQLiteDataSource dataSource(Path file, SQLiteConfig config) {
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
