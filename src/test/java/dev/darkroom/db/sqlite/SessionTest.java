package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.StoreException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

/** Statements that stay prepared, and their parameters by name. */
class SessionTest {
  private final Session session = Session.open(new SQLiteDataSource());

  SessionTest() {
    session.execute("CREATE TABLE thing (name TEXT PRIMARY KEY, size INTEGER, at INTEGER)");
    add("a", 1);
    add("b", null);
  }

  private void add(String name, @Nullable Object size) {
    session
        .query("INSERT INTO thing VALUES (:name, :size, 1000)")
        .bind("name", name)
        .bind("size", size)
        .execute();
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void aParameterThatIsNamedTwiceIsBoundOnceAndATextInQuotesIsNone() {
    String sql = "SELECT ':no ' || :x || ' it''s :no ' || :y || :x AS text";
    assertEquals(
        ":no 1 it's :no 21",
        session.query(sql).bind("y", "2").bind("x", "1").one(row -> row.text("text")));
  }

  @Test
  void whatIsNotBoundOrNotThereIsRefused() {
    String sql = "SELECT count(*) FROM thing WHERE name = :name";
    assertEquals(1, session.query(sql).bind("name", "a").number());
    assertThrows(IllegalStateException.class, () -> session.query(sql).number());
    assertThrows(IllegalArgumentException.class, () -> session.query(sql).bind("nam", "a"));
    assertEquals(0, session.query(sql).bind("name", null).number());
    assertEquals(1, session.query(sql).bindMap(Map.of("name", "a", "more", 1)).count());
  }

  @Test
  void severalValuesAreOneParameter() {
    String sql =
        "SELECT name FROM thing WHERE name IN (SELECT value FROM json_each(:names)) ORDER BY name";
    assertEquals(
        List.of("a", "b"), session.query(sql).bind("names", List.of("b", "a", "c")).texts());
    assertEquals(List.of(), session.query(sql).bind("names", List.of()).texts());
  }

  @Test
  void columnsAreReadByNameAndSayIfTheyAreEmpty() {
    session
        .query("SELECT * FROM thing ORDER BY name")
        .forEach(
            row -> {
              assertEquals(Instant.ofEpochSecond(1), row.time("at"));
              boolean first = row.text("name").equals("a");
              assertEquals(first ? Long.valueOf(1) : null, row.numberOrNull("size"));
              assertEquals(first ? Integer.valueOf(1) : null, row.countOrNull("size"));
            });
    Query empty = session.query("SELECT NULL AS x");
    empty.forEach(row -> assertNull(row.timeOrNull("x")));
    assertThrows(IllegalStateException.class, () -> empty.one(row -> row.text("x")));
  }

  @Test
  void aStatementRunsInsideTheAnswerOfAnother() {
    List<Long> counts =
        session
            .query("SELECT name FROM thing ORDER BY name")
            .list(
                row ->
                    session
                        .query("SELECT count(*) FROM thing WHERE name <= :name")
                        .bind("name", row.text("name"))
                        .number());
    assertEquals(Arrays.asList(1L, 2L), counts);
  }

  /** The driver lets go of a statement that failed while it ran. */
  @Test
  void aStatementThatFailedRunsAgain() {
    String sql = "UPDATE thing SET size = json_extract(:json, '$') WHERE name = 'a'";
    assertThrows(StoreException.class, () -> session.query(sql).bind("json", "{").execute());
    assertEquals(1, session.query(sql).bind("json", "7").execute());
    String read = "SELECT json_extract(:json, '$')";
    assertThrows(StoreException.class, () -> session.query(read).bind("json", "{").number());
    assertEquals(7, session.query(read).bind("json", "7").number());
  }

  @Test
  void aStatementInsideItsOwnAnswerIsRefused() {
    String sql = "SELECT name FROM thing";
    assertThrows(
        IllegalStateException.class, () -> session.query(sql).forEach(_ -> session.query(sql)));
    assertEquals(2, session.query(sql).texts().size());
  }

  @Test
  void moreStatementsThanAreKeptAreStillAnswered() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 600; i++) {
        assertEquals(i, session.query("SELECT " + i).number());
      }
    }
  }

  @Test
  void aMistakeIsTheStoresAndTheSessionGoesOn() {
    StoreException twice = assertThrows(StoreException.class, () -> add("a", 2));
    assertTrue(String.valueOf(twice.getCause()).contains("UNIQUE"), twice::toString);
    assertThrows(StoreException.class, () -> session.query("SELECT nothing FROM nowhere"));
    assertEquals(2, session.query("SELECT count(*) FROM thing").number());
  }
}
