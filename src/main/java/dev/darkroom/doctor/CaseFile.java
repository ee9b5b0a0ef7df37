package dev.darkroom.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import dev.darkroom.blobs.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of rows and files, side by side in a passing database: there may be more of both
 * than fit into memory.
 */
final class CaseFile implements AutoCloseable {
  private static final String FILES = "stored";
  private static final String NAMED = "named";
  private static final String PICTURES = "template_picture";

  /** Of these kinds of rows, what is looked at; tables are named as the kind. */
  private static final Map<Kind, List<String>> COLUMNS =
      Map.of(
          Kind.ACCOUNT, List.of("user", "balance", "held"),
          Kind.JOB, List.of("id", "user", "status", "lane", "held_credits", "charged_credits"),
          Kind.HOLD, List.of("job_id", "user", "credits", "state"),
          Kind.ENTRY, List.of("user", "n", "delta", "job_id", "balance"),
          Kind.LIBRARY_ITEM, List.of("key", "user", "bytes", "mask_key"));

  private static final Map<String, List<String>> OTHERS =
      Map.of(
          FILES, List.of("key", "size"),
          NAMED, List.of("key", "job_id", "needed"),
          PICTURES, List.of("key", "slug"));

  private static final List<String> INDEXES =
      List.of(
          "account (user)",
          "job (id)",
          "hold (job_id)",
          "hold (user)",
          "entry (user, n)",
          "entry (job_id)",
          "library_item (key)",
          "library_item (mask_key)",
          "stored (key)",
          "named (key)",
          "template_picture (key)");

  private final Path file;
  private final Connection connection;
  private final Map<String, PreparedStatement> inserts = new HashMap<>();

  private CaseFile(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** What fails here fails for want of disk. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  private static <T> T run(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new IllegalStateException("The doctor's passing file: " + e.getMessage(), e);
    }
  }

  /** An empty one, in a file of this folder that goes when it is closed. */
  static CaseFile open(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "doctor-", "");
    CaseFile made =
        new CaseFile(file, run(() -> DriverManager.getConnection("jdbc:sqlite:" + file)));
    made.execute("PRAGMA synchronous = OFF");
    COLUMNS.forEach((kind, columns) -> made.table(kind.word(), columns));
    OTHERS.forEach(made::table);
    made.execute("BEGIN");
    return made;
  }

  private void table(String name, List<String> columns) {
    execute("CREATE TABLE %s (%s)".formatted(name, String.join(", ", columns)));
    String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    String insert = "INSERT INTO %s VALUES (%s)".formatted(name, places);
    inserts.put(name, run(() -> connection.prepareStatement(insert)));
  }

  /** Keeps what is looked at of a row. */
  void add(Line line) {
    List<String> columns = COLUMNS.get(line.kind());
    if (columns != null) {
      insert(line.kind().word(), columns.stream().map(line::value).toArray());
    }
    if (line.kind() == Kind.JOB && line.number("lane") > 0) {
      boolean needed = JobFiles.needed(line);
      JobFiles.named(line).forEach(key -> insert(NAMED, key, line.text("id"), needed));
    }
    if (line.kind() == Kind.TEMPLATE && line.value("image_keys") instanceof JsonNode keys) {
      keys.forEach(key -> insert(PICTURES, key.asText(), line.text("slug")));
    }
  }

  /** Keeps that a file is there. */
  void add(Listing.File stored) {
    insert(FILES, stored.key().value(), stored.size());
  }

  private void insert(String table, @Nullable Object... values) {
    PreparedStatement insert = Objects.requireNonNull(inserts.get(table));
    run(
        () -> {
          for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
          }
          return insert.executeUpdate();
        });
  }

  private void execute(String sql) {
    run(
        () -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  /** After the last row and file; then it can be asked. */
  void complete() {
    execute("COMMIT");
    for (int i = 0; i < INDEXES.size(); i++) {
      execute("CREATE INDEX i%d ON %s".formatted(i, INDEXES.get(i)));
    }
  }

  /** The cases of a finding, in words, at most so many. */
  List<String> cases(Finding finding, int most) {
    return all("SELECT * FROM (%s) LIMIT %d".formatted(finding.query(), most));
  }

  /** How many cases there are of a finding. */
  long count(Finding finding) {
    return one("SELECT count(*) FROM (%s)".formatted(finding.query()));
  }

  /** How many rows of a kind there are. */
  long count(Kind kind) {
    return one("SELECT count(*) FROM " + kind.word());
  }

  /** How many files there are. */
  long files() {
    return one("SELECT count(*) FROM " + FILES);
  }

  private long one(String query) {
    return Long.parseLong(all(query).getFirst());
  }

  private List<String> all(String query) {
    return run(
        () -> {
          List<String> answer = new ArrayList<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
              answer.add(rows.getString(1));
            }
          }
          return answer;
        });
  }

  @Override
  public void close() throws IOException {
    run(
        () -> {
          connection.close();
          return true;
        });
    Files.deleteIfExists(file);
  }
}
