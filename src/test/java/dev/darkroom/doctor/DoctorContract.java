package dev.darkroom.doctor;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.archive.ArchiveException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds in rows of whatever store and in files, and that it finds nothing else. */
public abstract class DoctorContract {
  private static final Instant EVENING = NOON.plusSeconds(6 * 3600);
  private static final String DIGEST = "planted";

  @TempDir protected Path folder;
  private final List<Line> lines = new ArrayList<>();
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

  private static JsonNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  private Path files() {
    return folder.resolve("files");
  }

  private void file(String key, long bytes) throws IOException {
    Path file = files().resolve(key);
    Files.createDirectories(file.getParent());
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
  }

  /** Changes the first line of this kind that has this value. */
  private void change(Kind kind, String field, Object is, Map<String, Object> changes) {
    edit(
        kind,
        field,
        is,
        line -> Line.of(kind, f -> changes.getOrDefault(f.name(), line.value(f.name()))));
  }

  private void edit(Kind kind, String field, Object is, UnaryOperator<Line> edit) {
    lines.set(at(kind, field, is), edit.apply(lines.get(at(kind, field, is))));
  }

  private int at(Kind kind, String field, Object is) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).kind() == kind && is.equals(lines.get(i).value(field))) {
        return i;
      }
    }
    throw new AssertionError("There is no such line");
  }

  private Line line(Kind kind, String field, Object is) {
    return lines.get(at(kind, field, is));
  }

  private Doors planted() {
    Doors rows = fresh();
    rows.archive().begin(DIGEST);
    for (Kind kind : Kind.values()) {
      rows.archive().put(DIGEST, lines.stream().filter(line -> line.kind() == kind).toList());
    }
    rows.archive().finish(DIGEST);
    return rows;
  }

  /** The findings by name, once each. */
  private List<String> examine(Doors rows, boolean fix) throws IOException {
    List<String> said = new ArrayList<>();
    FolderBlobs files = Objects.requireNonNull(blobs);
    Doctor doctor = new Doctor(rows.archive(), rows.credits(), files, folder);
    long cases = doctor.examine(fix, EVENING, said::add);
    List<String> found = new ArrayList<>();
    for (String each : said) {
      if (each.matches(".*\\([A-Z_]+\\), \\d+:")) {
        found.add(each.replaceAll(".*\\(([A-Z_]+)\\).*", "$1"));
      }
    }
    assertEquals(cases == 0, found.isEmpty(), said::toString);
    return found;
  }

  private void finds(String... findings) throws IOException {
    assertEquals(List.of(findings), examine(planted(), false));
  }

  /** Where the store lets no such row in, there is nothing to find. */
  private void findsOrIsRefused(String finding) throws IOException {
    try {
      finds(finding);
    } catch (ArchiveException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("cannot be put"), e::toString);
    }
  }

  @Test
  void aWholeSystemHasNoFindings() throws IOException {
    finds();
    assertEquals(List.of(), examine(planted(), true));
  }

  @Test
  void filesThatAreGone() throws IOException {
    Line item = line(Kind.LIBRARY_ITEM, "content_type", "image/png");
    Files.delete(files().resolve(item.text("key")));
    finds("FILE_MISSING");
    Files.delete(files().resolve(item.text("mask_key")));
    finds("FILE_MISSING", "MASK_MISSING");
  }

  @Test
  void filesOfAnotherSize() throws IOException {
    file(line(Kind.LIBRARY_ITEM, "content_type", "image/png").text("key"), 1233);
    finds("SIZE_DIFFERS");
  }

  @Test
  void filesThatNobodyKnows() throws IOException {
    file("users/ann-1/library/upscale-unknown.png", 5);
    // These belong to people, whatever rows say.
    file("users/ann-1/uploads/a.png", 5);
    file("templates/abc.png", 5);
    finds("FILE_ORPHANED", "TEMPLATE_PICTURE_ORPHANED");
  }

  @Test
  void filesThatAJobOrATemplateNeeds() throws IOException {
    JsonNode input =
        JsonNodeFactory.instance
            .objectNode()
            .set("a", JsonNodeFactory.instance.arrayNode().add("users/x/inputs/gone.png"));
    change(Kind.JOB, "status", "pending", Map.of("input", input));
    change(
        Kind.TEMPLATE,
        "slug",
        lines.stream()
            .filter(l -> l.kind() == Kind.TEMPLATE)
            .findFirst()
            .orElseThrow()
            .text("slug"),
        Map.of("image_keys", JsonNodeFactory.instance.arrayNode().add("templates/gone.png")));
    finds("INPUT_MISSING", "TEMPLATE_PICTURE_MISSING");
  }

  @Test
  void aCompletedJobWithoutItsCharge() throws IOException {
    Line job = line(Kind.JOB, "charged_credits", 4L);
    int entry = at(Kind.ENTRY, "job_id", job.text("id"));
    Line paid = lines.get(entry);
    lines.set(
        entry, Line.of(Kind.ENTRY, f -> f.name().equals("job_id") ? null : paid.value(f.name())));
    finds("COMPLETED_UNCHARGED");
  }

  @Test
  void aChargeForAJobThatFailed() throws IOException {
    Line failed = line(Kind.JOB, "status", "failed");
    Line account = line(Kind.ACCOUNT, "user", failed.text("user"));
    long balance = account.number("balance") - 9;
    long entries = account.number("entries") + 1;
    change(
        Kind.ACCOUNT, "user", failed.text("user"), Map.of("balance", balance, "entries", entries));
    charge(failed, 9, balance, entries);
    finds("CHARGED_UNCOMPLETED");
  }

  private void charge(Line job, long credits, long balance, long n) {
    Map<String, Object> values =
        Map.of(
            "user",
            job.text("user"),
            "n",
            n,
            "delta",
            -credits,
            "reason",
            "image",
            "job_id",
            job.text("id"),
            "balance",
            balance,
            "created_at",
            NOON.toEpochMilli());
    lines.add(Line.of(Kind.ENTRY, f -> values.get(f.name())));
  }

  @Test
  void aJobThatIsChargedTwice() throws IOException {
    Line job = line(Kind.JOB, "charged_credits", 4L);
    Line account = line(Kind.ACCOUNT, "user", ANN);
    long balance = account.number("balance") - 4;
    long entries = account.number("entries") + 1;
    change(Kind.ACCOUNT, "user", ANN, Map.of("balance", balance, "entries", entries));
    charge(job, 4, balance, entries);
    findsOrIsRefused("CHARGED_TWICE");
  }

  @Test
  void creditsThatStayHeldAreGivenBack() throws IOException {
    Line failed = line(Kind.JOB, "status", "failed");
    Line account = line(Kind.ACCOUNT, "user", failed.text("user"));
    long held = account.number("held") + 9;
    edit(
        Kind.HOLD,
        "job_id",
        failed.text("id"),
        hold ->
            Line.of(
                Kind.HOLD,
                f ->
                    switch (f.name()) {
                      case "state" -> "open";
                      case "settled_at" -> null;
                      default -> hold.value(f.name());
                    }));
    change(Kind.ACCOUNT, "user", failed.text("user"), Map.of("held", held));
    finds("HOLD_LEFT_OPEN");

    Doors rows = planted();
    assertEquals(List.of(), examine(rows, true));
    assertEquals(held - 9, rows.credits().account(failed.text("user")).held());
    assertEquals(account.number("balance"), rows.credits().account(failed.text("user")).balance());
  }

  @Test
  void anUnfinishedJobWithoutItsHold() throws IOException {
    Line job = line(Kind.JOB, "status", "pending");
    Line hold = line(Kind.HOLD, "job_id", job.text("id"));
    lines.remove(hold);
    long held = line(Kind.ACCOUNT, "user", job.text("user")).number("held");
    change(Kind.ACCOUNT, "user", job.text("user"), Map.of("held", held - hold.number("credits")));
    finds("HOLD_MISSING");
  }

  @Test
  void aBalanceThatIsNotItsStatement() throws IOException {
    change(Kind.ACCOUNT, "user", ANN, Map.of("balance", 12_345L));
    finds("BALANCE_DIFFERS");
  }

  @Test
  void aStatementThatDoesNotFollow() throws IOException {
    edit(
        Kind.ENTRY,
        "user",
        ANN,
        entry ->
            Line.of(
                Kind.ENTRY,
                f -> f.name().equals("balance") ? (Object) 999L : entry.value(f.name())));
    finds("STATEMENT_BROKEN");
  }

  @Test
  void whatAnAccountHoldsIsCountedAnew() throws IOException {
    long held = line(Kind.ACCOUNT, "user", ANN).number("held");
    change(Kind.ACCOUNT, "user", ANN, Map.of("held", held + 1));
    finds("HELD_DIFFERS");
    Doors rows = planted();
    assertEquals(List.of(), examine(rows, true));
    assertEquals(held, rows.credits().account(ANN).held());
  }

  @Test
  void somebodyWithoutAnAccount() throws IOException {
    Line job = line(Kind.JOB, "status", "failed");
    change(Kind.JOB, "id", job.text("id"), Map.of("user", "nobody@example.org"));
    findsOrIsRefused("ACCOUNT_MISSING");
  }
}
