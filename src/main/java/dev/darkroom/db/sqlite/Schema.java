package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.StoreException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema of a file up to date. Whether there is anything to do is looked up here first:
 * Flyway itself takes a tenth of a start to find out that there is not.
 */
final class Schema {
  /** The number of the newest file in {@code db/sqlite}. */
  static final int NEWEST = 11;

  /** All of them, none failed, and none that only a newer server knows. */
  private static final String IS_NEWEST =
      """
      SELECT count(*) = :newest AND max(CAST(version AS INTEGER)) = :newest AND min(success) = 1
      FROM flyway_schema_history WHERE version IS NOT NULL
      """;

  private Schema() {}

  static void bringUpToDate(DataSource source) {
    if (!isUpToDate(source)) {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/sqlite")
          .load()
          .migrate();
    }
  }

  private static boolean isUpToDate(DataSource source) {
    try (Session session = Session.open(source)) {
      return session.query(IS_NEWEST).bind("newest", NEWEST).holds();
    } catch (StoreException e) {
      // A new file has no such table yet; and what is wrong with any other, Flyway says.
      return false;
    }
  }
}
