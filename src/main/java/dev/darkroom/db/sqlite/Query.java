package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A prepared statement of a {@link Session}. Whatever goes wrong is a {@link StoreException}. */
final class Query implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A text in quotes, which is passed over, or a parameter. */
  private static final Pattern PARAMETER = Pattern.compile("'[^']*'|:([A-Za-z_]+)");

  private static final Object UNBOUND = new Object();

  private final String sql;
  private final PreparedStatement statement;

  /** Where each parameter stands, counted from 1. */
  private final Map<String, Integer> places;

  private final @Nullable Object[] values;
  private @Nullable Map<String, Integer> columns;
  private boolean answering;
  private boolean failed;

  private Query(String sql, PreparedStatement statement, Map<String, Integer> places) {
    this.sql = sql;
    this.statement = statement;
    this.places = places;
    this.values = new Object[places.size()];
  }

  static Query prepare(Connection connection, String sql) {
    Map<String, Integer> places = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(sql);
    // One that is named twice has one place, and is bound once.
    String numbered =
        parameter.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) == null
                        ? found.group()
                        : "?" + places.computeIfAbsent(found.group(1), _ -> places.size() + 1)));
    try {
      return new Query(sql, connection.prepareStatement(numbered), places);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  Query fresh() {
    if (answering) {
      throw new IllegalStateException("Used inside its own answer: " + sql);
    }
    Arrays.fill(values, UNBOUND);
    return this;
  }

  /**
   * Binds a parameter.
   *
   * @param value a text, a number, a truth, or several texts for {@code json_each}
   */
  Query bind(String name, @Nullable Object value) {
    Integer place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("There is no :%s in %s".formatted(name, sql));
    }
    values[place - 1] = value instanceof Collection<?> several ? json(several) : value;
    return this;
  }

  /** Binds all parameters; what else the map holds is passed over. */
  Query bindMap(Map<String, ? extends @Nullable Object> map) {
    places.keySet().forEach(name -> bind(name, map.get(name)));
    return this;
  }

  private static String json(Collection<?> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A list of words is always JSON: indicates a bug", e);
    }
  }

  /** The driver gives up a statement after some of its failures, and does not say after which. */
  boolean hasFailed() {
    return failed;
  }

  /** Runs a statement that answers nothing; how many rows it changed. */
  int execute() {
    try {
      set();
      return statement.executeUpdate();
    } catch (SQLException e) {
      failed = true;
      throw failed(e);
    }
  }

  /** Takes each row of the answer as it comes. */
  void forEach(Consumer<Row> each) {
    answer(
        rows -> {
          Row row = new Row(rows, columns(rows));
          while (rows.next()) {
            each.accept(row);
          }
          return true;
        });
  }

  <T> List<T> list(Function<Row, T> map) {
    List<T> all = new ArrayList<>();
    forEach(row -> all.add(map.apply(row)));
    return all;
  }

  /** The same without rows that cannot be read, which are left out. */
  <T> List<T> listWhole(Function<Row, Optional<T>> map) {
    List<T> all = new ArrayList<>();
    forEach(row -> map.apply(row).ifPresent(all::add));
    return all;
  }

  /** The first row of the answer, if there is one. */
  <T> Optional<T> first(Function<Row, T> map) {
    return answer(
        rows ->
            rows.next() ? Optional.of(map.apply(new Row(rows, columns(rows)))) : Optional.empty());
  }

  private interface Reading<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> T answer(Reading<T> reading) {
    try {
      set();
      answering = true;
      try (ResultSet rows = statement.executeQuery()) {
        return reading.read(rows);
      } finally {
        answering = false;
      }
    } catch (SQLException e) {
      failed = true;
      throw failed(e);
    } catch (StoreException e) {
      // Of a row, or of another statement.
      failed = true;
      throw e;
    }
  }

  /** The first row of an answer that always has one. */
  <T> T one(Function<Row, T> map) {
    return first(map).orElseThrow(() -> new IllegalStateException("No answer to " + sql));
  }

  /** A number that is all of the answer. */
  long number() {
    return one(row -> row.number(1));
  }

  /** The same, small. */
  int count() {
    return Math.toIntExact(number());
  }

  /** A truth that is all of the answer. */
  boolean holds() {
    return number() != 0;
  }

  /** The first column. */
  List<String> texts() {
    return list(row -> row.text(1));
  }

  private void set() throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == UNBOUND) {
        throw new IllegalStateException("A parameter is not bound: %s".formatted(sql));
      }
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Of a statement they are always the same. */
  private Map<String, Integer> columns(ResultSet rows) throws SQLException {
    Map<String, Integer> known = columns;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        known.putIfAbsent(rows.getMetaData().getColumnLabel(i), i);
      }
      columns = known;
    }
    return known;
  }

  private static StoreException failed(SQLException e) {
    return new StoreException("A statement failed", e);
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
