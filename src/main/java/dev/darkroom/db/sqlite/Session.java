package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * One connection whose statements stay prepared: a move is many short statements, and to prepare
 * one takes longer than to run it. Used by one thread at a time.
 */
final class Session implements AutoCloseable {
  /** More than there are statements in the code; the bound is for those that are put together. */
  private static final int STATEMENTS_MAX = 256;

  private final Connection connection;
  private final Map<String, Query> statements = new LinkedHashMap<>(STATEMENTS_MAX, 0.75f, true);

  private Session(Connection connection) {
    this.connection = connection;
  }

  /** A new connection, outside of any transaction. */
  static Session open(DataSource source) {
    try {
      return new Session(source.getConnection());
    } catch (SQLException e) {
      throw new StoreException("The store could not be opened", e);
    }
  }

  /**
   * A statement with none of its parameters bound.
   *
   * @param sql with {@code :name} for each parameter
   */
  Query query(String sql) {
    Query known = statements.get(sql);
    if (known == null || known.hasFailed()) {
      if (known != null) {
        known.close();
        statements.remove(sql);
      }
      known = Query.prepare(connection, sql);
      statements.put(sql, known);
      if (statements.size() > STATEMENTS_MAX) {
        var oldest = statements.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
    }
    return known.fresh();
  }

  /** Runs a statement that has no parameters; how many rows it changed. */
  int execute(String sql) {
    return query(sql).execute();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("A connection did not close", e);
    }
  }
}
