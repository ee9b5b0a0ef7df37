package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.StoreException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One row of an answer, as long as it is the current one. Columns are asked for by name. */
final class Row {
  private final ResultSet rows;
  private final Map<String, Integer> columns;

  Row(ResultSet rows, Map<String, Integer> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** One column of the driver's. */
  private interface Read<T> {
    T at(int column) throws SQLException;
  }

  private static <T> T read(Read<T> read, int column) {
    try {
      return read.at(column);
    } catch (SQLException e) {
      throw new StoreException("A row could not be read", e);
    }
  }

  private int column(String name) {
    return Objects.requireNonNull(columns.get(name), name);
  }

  String text(int column) {
    return read(rows::getString, column);
  }

  long number(int column) {
    return read(rows::getLong, column);
  }

  /** A text that is always there. */
  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw new IllegalStateException("A row has no " + name);
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    return read(rows::getString, column(name));
  }

  long number(String name) {
    return number(column(name));
  }

  @Nullable Long numberOrNull(String name) {
    long number = number(name);
    return wasNull() ? null : number;
  }

  int count(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw new IllegalStateException("A row has too large a number in " + name);
    }
    return (int) number;
  }

  @Nullable Integer countOrNull(String name) {
    int count = count(name);
    return wasNull() ? null : count;
  }

  double decimal(String name) {
    return read(rows::getDouble, column(name));
  }

  @Nullable Double decimalOrNull(String name) {
    double decimal = decimal(name);
    return wasNull() ? null : decimal;
  }

  boolean holds(String name) {
    return number(name) != 0;
  }

  /** A time, which is stored as milliseconds. */
  Instant time(String name) {
    return Instant.ofEpochMilli(number(name));
  }

  @Nullable Instant timeOrNull(String name) {
    Long millis = numberOrNull(name);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private boolean wasNull() {
    return read(_ -> rows.wasNull(), 0);
  }
}
