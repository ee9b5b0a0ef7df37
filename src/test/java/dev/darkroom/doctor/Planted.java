package dev.darkroom.doctor;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.archive.Doors;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import dev.darkroom.archive.Lives;
import dev.darkroom.blobs.FolderBlobs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A whole system, in which a test changes rows and files before the doctor looks at them. */
abstract class Planted {
  private static final Instant EVENING = NOON.plusSeconds(6 * 3600);
  private static final String DIGEST = "planted";

  @TempDir protected Path folder;
  final List<Line> lines = new ArrayList<>();
  private @Nullable FolderBlobs blobs;

  /** An empty store of the kind that is tested. */
  protected abstract Doors fresh();

  @BeforeEach
  void fill() throws IOException {
    Doors rows = fresh();
    Lives.fill(rows);
    for (Kind kind : Kind.values()) {
      rows.archive().read(kind, lines::add);
    }
    blobs = new FolderBlobs(files(), new byte[32], URI.create("http://localhost"));
    for (Line line : lines) {
      switch (line.kind()) {
        case LIBRARY_ITEM -> {
          file(line.text("key"), line.number("bytes"));
          if (line.value("mask_key") instanceof String mask) {
            file(mask, 10);
          }
        }
        case TEMPLATE -> {
          for (JsonNode key : (JsonNode) line.values().getOrDefault("image_keys", array())) {
            file(key.asText(), 10);
          }
        }
        default -> {}
      }
    }
  }

  static JsonNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  Path files() {
    return folder.resolve("files");
  }

  void file(String key, long bytes) throws IOException {
    Path file = files().resolve(key);
    Files.createDirectories(file.getParent());
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
  }

  /** Changes the first line of this kind that has this value. */
  void change(Kind kind, String field, Object is, Map<String, Object> changes) {
    edit(
        kind,
        field,
        is,
        line -> Line.of(kind, f -> changes.getOrDefault(f.name(), line.value(f.name()))));
  }

  void edit(Kind kind, String field, Object is, UnaryOperator<Line> edit) {
    lines.set(at(kind, field, is), edit.apply(lines.get(at(kind, field, is))));
  }

  int at(Kind kind, String field, Object is) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).kind() == kind && is.equals(lines.get(i).value(field))) {
        return i;
      }
    }
    throw new AssertionError("There is no such line");
  }

  Line line(Kind kind, String field, Object is) {
    return lines.get(at(kind, field, is));
  }

  Line first(Kind kind) {
    return lines.stream().filter(line -> line.kind() == kind).findFirst().orElseThrow();
  }

  void entry(String user, long n, long delta, @Nullable String jobId, long balance) {
    lines.add(
        Line.of(
            Kind.ENTRY,
            field ->
                switch (field.name()) {
                  case "user" -> user;
                  case "n" -> n;
                  case "delta" -> delta;
                  case "reason" -> "planted";
                  case "job_id" -> jobId;
                  case "balance" -> balance;
                  case "created_at" -> NOON.toEpochMilli();
                  default -> null;
                }));
  }

  Doors planted() {
    Doors rows = fresh();
    rows.archive().begin(DIGEST);
    for (Kind kind : Kind.values()) {
      rows.archive().put(DIGEST, lines.stream().filter(line -> line.kind() == kind).toList());
    }
    rows.archive().finish(DIGEST);
    return rows;
  }

  /**
   * What the doctor said.
   *
   * @param wrong how many cases, as it counts them
   * @param findings what it ended with, by name
   * @param notes the same for what is no damage
   */
  record Told(long wrong, List<String> findings, List<String> notes, List<String> said) {

    boolean says(String line) {
      return said.contains(line);
    }
  }

  Told ask(Doors rows, boolean fix) throws IOException {
    List<String> said = new ArrayList<>();
    FolderBlobs files = Objects.requireNonNull(blobs);
    Doctor doctor = new Doctor(rows.archive(), rows.credits(), files, folder);
    long wrong = doctor.examine(fix, EVENING, said::add);
    List<String> findings = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String line : said) {
      if (line.endsWith("were looked at.")) {
        findings.clear();
        notes.clear();
      } else if (line.matches(".*\\([A-Z_]+\\), \\d+:")) {
        List<String> kind = line.startsWith("Can be deleted: ") ? notes : findings;
        kind.add(line.replaceAll(".*\\(([A-Z_]+)\\).*", "$1"));
      }
    }
    assertEquals(wrong == 0, findings.isEmpty(), said::toString);
    return new Told(wrong, findings, notes, said);
  }

  void finds(String... findings) throws IOException {
    Told told = ask(planted(), false);
    assertEquals(List.of(findings), told.findings(), told::toString);
    assertEquals(List.of(), told.notes(), told::toString);
  }

  void findsToDelete(String... notes) throws IOException {
    Told told = ask(planted(), false);
    assertEquals(List.of(), told.findings(), told::toString);
    assertEquals(List.of(notes), told.notes(), told::toString);
  }
}
