package dev.darkroom.db.surreal;

import dev.darkroom.jobs.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The schema: files that can be imported by hand, applied in order, each once and whole. Two nodes
 * that start together meet at the record that says so.
 */
final class Migrations {
  /** In order. One that was released is never changed; what is new comes at the end. */
  static final List<String> FILES =
      List.of(
          "credit-tables.surql",
          "image-job-table.surql",
          "tool-job-table.surql",
          "video-job-table.surql",
          "job-tables.surql",
          "library-tables.surql",
          "template-table.surql",
          "import-table.surql",
          "token-table.surql",
          "cancel-fields.surql",
          "job-input-table.surql",
          "job-input-records.surql",
          "event-log-fields.surql",
          "webhook-out-tables.surql",
          "intake-table.surql",
          "oversight-indexes.surql");

  private static final String DEFINE =
      """
      {
        DEFINE TABLE IF NOT EXISTS migration SCHEMAFULL;
        DEFINE FIELD IF NOT EXISTS at ON migration TYPE datetime READONLY;
        RETURN (SELECT VALUE record::id(id) FROM migration);
      }
      """;

  private Migrations() {}

  /**
   * Brings the schema up to date.
   *
   * @return the files that were applied now
   * @throws StoreException if the schema knows more than this program does
   */
  static List<String> run(SurrealClient client, SurrealSettings settings) {
    if (settings.userLevel() == SurrealSettings.Level.ROOT) {
      client.makeDatabase();
    }
    refuseNewer((List<?>) Objects.requireNonNull(client.query(DEFINE, Map.of()).getFirst()));
    List<String> applied = new ArrayList<>();
    for (String file : FILES) {
      RecordId migration = new RecordId("migration", file);
      Object now = client.query(apply(text(file)), Map.of("migration", migration)).getFirst();
      if (Boolean.TRUE.equals(now)) {
        applied.add(file);
      }
    }
    return applied;
  }

  private static void refuseNewer(List<?> there) {
    Set<String> unknown = new TreeSet<>();
    for (Object each : there) {
      if (!FILES.contains(String.valueOf(each))) {
        unknown.add(String.valueOf(each));
      }
    }
    if (!unknown.isEmpty()) {
      throw new StoreException(
          "The schema in SurrealDB is newer than this program: it has %s.".formatted(unknown),
          null);
    }
  }

  private static String apply(String statements) {
    return """
        {
          IF record::exists($migration) { RETURN false };
          %s
          CREATE ONLY $migration CONTENT { at: time::now() } RETURN NONE;
          RETURN true;
        }
        """
        .formatted(statements);
  }

  static String text(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream("/db/surreal/" + file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
