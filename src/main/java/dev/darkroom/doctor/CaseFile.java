package dev.darkroom.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import dev.darkroom.blobs.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * What is known of rows and files, side by side in a passing database: there may be more of both
 * than fit into memory.
 */
final class CaseFile implements AutoCloseable {
  private static final int BATCH = 1000;
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
  private final Handle handle;
  private final Map<String, PreparedBatch> batches = new HashMap<>();

  private CaseFile(Path file, Handle handle) {
    this.file = file;
    this.handle = handle;
  }

  /** An empty one, in a file of this folder that goes when it is closed. */
  static CaseFile open(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "doctor-", "");
    CaseFile made = new CaseFile(file, Jdbi.create("jdbc:sqlite:" + file).open());
    made.handle.execute("PRAGMA synchronous = OFF");
    COLUMNS.forEach((kind, columns) -> made.table(kind.word(), columns));
    OTHERS.forEach(made::table);
    made.handle.begin();
    return made;
  }

  private void table(String name, List<String> columns) {
    handle.execute("CREATE TABLE %s (%s)".formatted(name, String.join(", ", columns)));
    String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
    batches.put(name, handle.prepareBatch("INSERT INTO %s VALUES (%s)".formatted(name, places)));
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
    PreparedBatch batch = Objects.requireNonNull(batches.get(table));
    for (int i = 0; i < values.length; i++) {
      batch.bind(i, values[i]);
    }
    batch.add();
    if (batch.size() >= BATCH) {
      batch.execute();
    }
  }

  /** After the last row and file; then it can be asked. */
  void complete() {
    batches.values().stream().filter(batch -> batch.size() > 0).forEach(PreparedBatch::execute);
    handle.commit();
    for (int i = 0; i < INDEXES.size(); i++) {
      handle.execute("CREATE INDEX i%d ON %s".formatted(i, INDEXES.get(i)));
    }
  }

  /** The cases of a finding, in words, at most so many. */
  List<String> cases(Finding finding, int most) {
    return handle
        .createQuery("SELECT * FROM (%s) LIMIT :most".formatted(finding.query()))
        .bind("most", most)
        .mapTo(String.class)
        .list();
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
    return handle.createQuery(query).mapTo(Long.class).one();
  }

  @Override
  public void close() throws IOException {
    batches.values().forEach(PreparedBatch::close);
    handle.close();
    Files.deleteIfExists(file);
  }
}
