package dev.darkroom.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A SQLite file for a peer, as durable as Darkroom's: WAL, and an fsync at each commit. */
final class PeerFile implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MS = 30_000;

  private final HikariDataSource pool;

  PeerFile(Path file, int connections) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    // Without it, a transaction that reads before it writes fails instead of waiting.
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    HikariConfig settings = new HikariConfig();
    settings.setDataSource(source);
    settings.setMaximumPoolSize(connections);
    settings.setPoolName(file.getFileName().toString());
    this.pool = new HikariDataSource(settings);
  }

  DataSource dataSource() {
    return pool;
  }

  void execute(String... statements) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the peer's file cannot be written", e);
    }
  }

  long number(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the peer's file cannot be read", e);
    }
  }

  /** Waits until a question has this answer. */
  void await(String sql, long answer) throws InterruptedException {
    while (number(sql) != answer) {
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
