package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  @TempDir Path folder;

  @Test
  void theNewestIsTheNewestFile() throws IOException, URISyntaxException {
    Path files = Path.of(Objects.requireNonNull(Schema.class.getResource("/db/sqlite")).toURI());
    try (Stream<Path> all = Files.list(files)) {
      int newest =
          all.map(file -> file.getFileName().toString())
              .mapToInt(name -> Integer.parseInt(name.replaceFirst("V(\\d+)__.*", "$1")))
              .max()
              .orElseThrow();
      assertEquals(newest, Schema.NEWEST);
    }
  }

  @Test
  void aFileThatIsBehindIsBroughtUpToDate() throws SQLException {
    open();
    // As the one before the newest had left it.
    execute(
        "DROP INDEX job_round",
        "DROP INDEX job_leased",
        "DROP INDEX job_in_turn",
        "CREATE INDEX job_in_turn ON job (turn, id) WHERE lane = 1",
        "DELETE FROM flyway_schema_history WHERE version = '11'");
    assertFalse(has("job_round"));
    open();
    assertTrue(has("job_round"));
    open();
    assertTrue(has("job_round"));
  }

  @Test
  void aMigrationThatFailedIsNotPassedOver() throws SQLException {
    open();
    execute("UPDATE flyway_schema_history SET success = 0 WHERE version = '11'");
    assertThrows(FlywayException.class, this::open);
  }

  @Test
  void whatIsUpToDateIsOpenedWithoutFlyway() throws SQLException {
    open();
    // Flyway itself would refuse this.
    execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '3'");
    open();
  }

  @Test
  void oneThatIsMissingInTheMiddleIsNotPassedOver() throws SQLException {
    open();
    execute("DELETE FROM flyway_schema_history WHERE version = '7'");
    assertThrows(FlywayException.class, this::open);
  }

  @Test
  void whatIsNoDatabaseIsSaidByFlyway() throws IOException {
    Files.writeString(folder.resolve("darkroom.db"), "no database at all, ".repeat(100));
    assertThrows(FlywayException.class, this::open);
  }

  private void open() {
    Database.open(folder.resolve("darkroom.db")).close();
  }

  private boolean has(String index) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT 1 FROM sqlite_schema WHERE name = '%s'".formatted(index))) {
      return found.next();
    }
  }

  private void execute(String... all) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      for (String each : all) {
        statement.execute(each);
      }
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("darkroom.db"));
  }
}
