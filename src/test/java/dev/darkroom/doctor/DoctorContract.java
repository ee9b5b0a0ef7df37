package dev.darkroom.doctor;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Doors;
import dev.darkroom.archive.Kind;
import dev.darkroom.archive.Line;
import dev.darkroom.archive.Lives;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the doctor finds in rows of whatever store and in files, and that it finds nothing else. */
public abstract class DoctorContract extends Planted {
  private static final int MUCH = 1100;

  /** Whether the store itself lets no second charge of a job in, and no job without an account. */
  protected abstract boolean guardsRows();

  private void findsUnlessRefused(String finding) throws IOException {
    if (guardsRows()) {
      String said = assertThrows(ArchiveException.class, this::planted).getMessage();
      assertTrue(String.valueOf(said).contains("cannot be put"), said);
    } else {
      finds(finding);
    }
  }

  @Test
  void aWholeSystemHasNoFindings() throws IOException {
    finds();
    Told told = ask(planted(), true);
    assertEquals(List.of(), told.findings());
    assertTrue(told.says("0 cases are wrong, and 0 files can be deleted."), told::toString);
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
  void forgottenJobsAreNoDamage() throws IOException {
    Doors rows = planted();
    assertTrue(rows.jobs().prune(NOON.plus(Duration.ofDays(30)), 100) > 0);
    Told told = ask(rows, true);
    assertEquals(List.of(), told.findings(), told::toString);
    assertEquals(List.of(), told.notes(), told::toString);
  }

  @Test
  void anEndedJobThatStillHoldsCreditsIsNotForgotten() throws IOException {
    Line ended = line(Kind.JOB, "status", "failed");
    Map<String, Object> open = new HashMap<>(Map.of("state", "open"));
    open.put("settled_at", null);
    change(Kind.HOLD, "job_id", ended.text("id"), open);
    Doors rows = planted();
    rows.jobs().prune(NOON.plus(Duration.ofDays(30)), 100);
    assertTrue(rows.jobs().get(ended.text("id")).isPresent());
    assertTrue(ask(rows, false).findings().contains("HOLD_LEFT_OPEN"));
  }

  @Test
  void leftoversAreNoDamage() throws IOException {
    file("users/ann-1/library/upscale-unknown.png", 5);
    file("templates/abc.png", 7);
    Told told = ask(planted(), false);
    assertEquals(0, told.wrong());
    assertEquals(List.of("FILE_ORPHANED", "TEMPLATE_PICTURE_ORPHANED"), told.notes());
    assertTrue(told.says("  users/ann-1/library/upscale-unknown.png, 5 bytes"), told::toString);
    assertTrue(told.says("  templates/abc.png, 7 bytes"), told::toString);
    assertTrue(told.says("0 cases are wrong, and 2 files can be deleted."), told::toString);
  }

  @Test
  void whatPeopleBroughtIsNoLeftover() throws IOException {
    file("users/ann-1/uploads/a.png", 5);
    file("users/ann-1/uploads/library/a.png", 5);
    file("users/ann-1/library/deep/a.png", 5);
    file("users/ann-2/Library/a.png", 5);
    finds();
  }

  @Test
  void whatAnUnfinishedJobNamesIsNoLeftover() throws IOException {
    file("users/x/library/kept.png", 5);
    file("templates/kept.png", 5);
    change(Kind.JOB, "step", "poll", Map.of("input", naming("users/x/library/kept.png")));
    change(Kind.JOB, "step", "submit", Map.of("input", naming("templates/kept.png")));
    finds();
    change(Kind.JOB, "step", "poll", Map.of("input", naming()));
    change(Kind.JOB, "step", "submit", Map.of("input", naming()));
    findsToDelete("FILE_ORPHANED", "TEMPLATE_PICTURE_ORPHANED");
  }

  /** As jobs name files: among other texts, and within lists. */
  private static JsonNode naming(String... files) {
    ObjectNode input = JsonNodeFactory.instance.objectNode().put("prompt", "users/ of this car");
    ArrayNode all = input.putArray("all").add("users/").add("users/x").add("templates/ of mine");
    List.of(files).forEach(all::add);
    return input;
  }

  @ParameterizedTest
  @ValueSource(strings = {"submit", "resolve"})
  void filesThatAJobStillNeeds(String step) throws IOException {
    change(Kind.JOB, "step", step, Map.of("input", naming()));
    finds();
    change(
        Kind.JOB,
        "step",
        step,
        Map.of("input", naming("users/x/inputs/gone.png", "templates/gone.png")));
    Told told = ask(planted(), false);
    assertEquals(List.of("INPUT_MISSING"), told.findings());
    assertEquals(2, told.wrong());
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "store", "none"})
  void filesThatAJobNeedsNoMore(String step) throws IOException {
    change(Kind.JOB, "step", step, Map.of("input", naming("users/x/inputs/gone.png")));
    finds();
  }

  @Test
  void picturesThatATemplateShows() throws IOException {
    String slug = first(Kind.TEMPLATE).text("slug");
    JsonNode keys = JsonNodeFactory.instance.arrayNode().add("templates/gone.png");
    change(Kind.TEMPLATE, "slug", slug, Map.of("image_keys", keys));
    finds("TEMPLATE_PICTURE_MISSING");
  }

  /** More than a page of files, and more rows than are put into the case file at once. */
  @Test
  void muchIsLookedAtToo() throws IOException {
    for (int i = 0; i < MUCH; i++) {
      file("users/zoe-1/library/many-%04d.png".formatted(i), 1);
    }
    Line account = line(Kind.ACCOUNT, "user", ANN);
    long entries = account.number("entries");
    long balance = account.number("balance");
    for (int i = 1; i <= MUCH; i++) {
      entry(ANN, entries + i, 1, null, i == MUCH ? 0 : balance + i);
    }
    change(Kind.ACCOUNT, "user", ANN, Map.of("balance", balance + MUCH, "entries", entries + MUCH));
    Told told = ask(planted(), false);
    assertEquals(List.of("STATEMENT_BROKEN"), told.findings());
    assertTrue(told.says("  %s, line %d".formatted(ANN, entries + MUCH)), told::toString);
    assertTrue(told.says("  and %d more".formatted(MUCH - 20)), told::toString);
    assertTrue(
        told.says("1 cases are wrong, and %d files can be deleted.".formatted(MUCH)),
        told::toString);
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
    entry(job.text("user"), n, -credits, job.text("id"), balance);
  }

  /** Old jobs may be deleted one day; what they cost stays. */
  @Test
  void aChargeForAJobThatIsNoMore() throws IOException {
    String job = line(Kind.JOB, "charged_credits", 4L).text("id");
    lines.removeIf(line -> line.kind() == Kind.JOB && job.equals(line.value("id")));
    lines.removeIf(
        line ->
            (line.kind() == Kind.EVENT || line.kind() == Kind.IDEMPOTENCY)
                && job.equals(line.value("job_id")));
    finds();
  }

  @Test
  void aChargeForAJobOfSomebodyElse() throws IOException {
    Line other = line(Kind.JOB, "user", Lives.JO);
    Line account = line(Kind.ACCOUNT, "user", ANN);
    long balance = account.number("balance") - 4;
    long entries = account.number("entries") + 1;
    change(Kind.ACCOUNT, "user", ANN, Map.of("balance", balance, "entries", entries));
    entry(ANN, entries, -4, other.text("id"), balance);
    finds("COMPLETED_UNCHARGED", "CHARGED_UNCOMPLETED");
  }

  @Test
  void aJobThatIsChargedTwice() throws IOException {
    Line job = line(Kind.JOB, "charged_credits", 4L);
    Line account = line(Kind.ACCOUNT, "user", ANN);
    long balance = account.number("balance") - 4;
    long entries = account.number("entries") + 1;
    change(Kind.ACCOUNT, "user", ANN, Map.of("balance", balance, "entries", entries));
    charge(job, 4, balance, entries);
    findsUnlessRefused("CHARGED_TWICE");
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
    assertEquals(List.of(), ask(rows, true).findings());
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
    assertEquals(List.of(), ask(rows, true).findings());
    assertEquals(held, rows.credits().account(ANN).held());
  }

  @Test
  void somebodyWithoutAnAccount() throws IOException {
    Line job = line(Kind.JOB, "status", "failed");
    change(Kind.JOB, "id", job.text("id"), Map.of("user", "nobody@example.org"));
    findsUnlessRefused("ACCOUNT_MISSING");
  }

  /** An account is mended whole or not at all, and one that cannot be does not hinder others. */
  @Test
  void moreThanThereIsIsHeldForNobody() throws IOException {
    Line hold = openHoldOf(ANN);
    long much = line(Kind.ACCOUNT, "user", ANN).number("balance") + 1;
    change(Kind.HOLD, "job_id", hold.text("job_id"), Map.of("credits", much));
    change(Kind.JOB, "id", hold.text("job_id"), Map.of("held_credits", much));
    long ofAnn = line(Kind.ACCOUNT, "user", ANN).number("held");
    long ofBen = line(Kind.ACCOUNT, "user", BEN).number("held");
    change(Kind.ACCOUNT, "user", BEN, Map.of("held", ofBen + 1));

    Doors rows = planted();
    Told told = ask(rows, true);
    assertTrue(told.says("2 cases are wrong, and 0 files can be deleted."), told::toString);
    assertTrue(
        told.says("Deleted 0 unfinished files, corrected what 1 accounts hold."), told::toString);
    assertEquals(List.of("HELD_DIFFERS"), told.findings());
    assertEquals(1, told.wrong());
    assertEquals(ofAnn, rows.credits().account(ANN).held());
    assertEquals(ofBen, rows.credits().account(BEN).held());
  }

  private Line openHoldOf(String user) {
    return lines.stream()
        .filter(line -> line.kind() == Kind.HOLD && user.equals(line.value("user")))
        .filter(line -> "open".equals(line.value("state")))
        .findFirst()
        .orElseThrow();
  }
}
