package dev.darkroom.operations;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Keep;
import dev.darkroom.jobs.NewJob;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.Terms;
import dev.darkroom.jobs.Transitions;
import dev.darkroom.library.UserFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which files go with the jobs that are forgotten, wherever rows and files lie. Files are put now,
 * because storage says when they came; what comes later is a time that the sweep is told.
 */
public abstract class RetentionContract {
  private static final Keep KEEP = new Keep(Duration.ofDays(30));
  private static final Duration WHILE = Duration.ofHours(1);

  @TempDir protected Path folder;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Instant kept = now.plus(KEEP.time());
  private final Instant gone = kept.plus(WHILE).plusSeconds(60);
  private Rows rows;
  private Blobs blobs;
  private Retention retention;

  /** Fresh ones; a file may lie in the folder. */
  protected abstract Rows rows();

  /** Empty ones; they may lie in the folder. */
  protected abstract Blobs blobs() throws Exception;

  @BeforeEach
  void open() throws Exception {
    rows = rows();
    blobs = blobs();
    retention = new Retention(rows.jobs(), blobs, KEEP);
    rows.credits().grant(ANN, 1000, "test", "test", now);
  }

  @AfterEach
  void close() {
    rows.book().check();
    blobs.close();
    rows.close();
  }

  private BlobKey put(String user, String name) throws IOException {
    BlobKey key = BlobKey.of(UserFolder.of(user).root() + name);
    blobs.put(key, name.getBytes(UTF_8));
    return key;
  }

  private boolean isThere(BlobKey key) throws IOException {
    return blobs.find(key).isPresent();
  }

  private Job admit(Instant at, BlobKey input) {
    NewJob job = Fixtures.job(ANN, 1, null, at);
    Draft draft = job.draft();
    NewJob naming =
        new NewJob(
            job.id(),
            new Draft(
                ANN,
                draft.type(),
                JsonNodeFactory.instance.objectNode().put("source", input.value()),
                1,
                draft.within(),
                new Terms.Order(null)),
            at,
            job.startBy(),
            job.endBy(),
            20,
            job.idempotencyAge());
    return ((Admission.Admitted) rows.jobs().admit(naming)).job();
  }

  private void fail(Job job, Instant at) {
    Job claimed = rows.jobs().claim("w", at, at.plusSeconds(30), 1, 40).getFirst();
    assertEquals(job.id(), claimed.id());
    Outcome failed = new Outcome.Failed(new Cause("NO", "No."));
    assertTrue(rows.jobs().record(Transitions.after(claimed, failed, at), at).isPresent());
  }

  @Test
  void theInputOfAForgottenJobGoesWithItAndNothingElse() throws IOException {
    BlobKey input = put(ANN, "inputs/1-picture.png");
    List<BlobKey> others =
        List.of(
            put(ANN, "library/upscale-1.png"),
            put(ANN, "uploads/1-picture.png"),
            put(ANN, "cars/inputs/1-picture.png"),
            put(ANN, "inputs.png"));
    BlobKey template = BlobKey.of("templates/inputs/1.png");
    blobs.put(template, new byte[1]);
    Job job = admit(now, input);
    fail(job, now);

    assertEquals(2, retention.runOnce(gone));

    assertFalse(isThere(input));
    for (BlobKey other : others) {
      assertTrue(isThere(other), other.value());
    }
    assertTrue(isThere(template));
    assertTrue(rows.jobs().get(job.id()).isEmpty());
    assertEquals(0, retention.runOnce(gone));
  }

  @Test
  void whatIsNotSoOldStaysWithItsJob() throws IOException {
    BlobKey input = put(ANN, "inputs/1-picture.png");
    Job job = admit(now, input);
    fail(job, now);
    assertEquals(0, retention.runOnce(kept.plus(WHILE).minusSeconds(1)));
    assertTrue(isThere(input));
    assertTrue(rows.jobs().get(job.id()).isPresent());
  }

  @Test
  void anInputThatNeverBecameAJobGoesWhenNoneCanComeOfIt() throws IOException {
    BlobKey input = put(BEN, "inputs/1-picture.png");
    assertEquals(0, retention.runOnce(now));
    assertEquals(0, retention.runOnce(kept.plus(WHILE).minusSeconds(60)));
    assertTrue(isThere(input));
    assertEquals(1, retention.runOnce(gone));
    assertFalse(isThere(input));
  }

  @Test
  void theInputOfAnUnfinishedJobStaysHoweverOldItIs() throws IOException {
    BlobKey input = put(ANN, "inputs/1-picture.png");
    Job job = admit(now, input);
    Instant yearsLater = now.plus(Duration.ofDays(10_000));
    assertEquals(0, retention.runOnce(yearsLater));
    assertTrue(isThere(input));
    fail(job, yearsLater);
    assertEquals(0, retention.runOnce(yearsLater));
    assertTrue(isThere(input));
  }

  @Test
  void anInputThatIsTriedAgainLastMomentStaysForTheNewJob() throws IOException {
    BlobKey input = put(ANN, "inputs/1-picture.png");
    fail(admit(now, input), now);
    Job again = admit(kept, input);
    assertEquals(1, retention.runOnce(gone));
    assertTrue(isThere(input));
    fail(again, gone);
    assertEquals(0, retention.runOnce(gone));
    assertEquals(2, retention.runOnce(gone.plus(KEEP.time()).plus(WHILE).plusMillis(1)));
    assertFalse(isThere(input));
  }

  @Test
  void oneRunRemovesLittleAndTheNextGoesOn() throws IOException {
    for (int i = 0; i < 205; i++) {
      put(i % 2 == 0 ? ANN : BEN, "inputs/%03d-picture.png".formatted(i));
    }
    BlobKey needed = put(ANN, "inputs/0-needed.png");
    admit(now, needed);
    assertEquals(100, retention.runOnce(gone));
    assertEquals(100, retention.runOnce(gone));
    assertEquals(5, retention.runOnce(gone));
    assertEquals(0, retention.runOnce(gone));
    assertTrue(isThere(needed));
  }

  @Test
  void allPagesArePassedAndThenAllAgain() throws IOException {
    for (int i = 0; i < Blobs.PAGE_MAX; i++) {
      put(ANN, "inputs/%04d-picture.png".formatted(i));
    }
    BlobKey last = put(ANN, "inputs/9999-picture.png");
    Retention later = new Retention(rows.jobs(), blobs, KEEP);
    // The first page is passed while all of it is young.
    assertEquals(0, later.runOnce(now));
    assertEquals(1, later.runOnce(gone));
    assertFalse(isThere(last));
    assertEquals(100, later.runOnce(gone));
  }

  @Test
  void twoServersDoNotDisturbEachOther() throws IOException {
    for (int i = 0; i < 10; i++) {
      BlobKey input = put(ANN, "inputs/%d-picture.png".formatted(i));
      fail(admit(now, input), now);
    }
    Retention other = new Retention(rows.jobs(), blobs, KEEP);
    assertEquals(20, retention.runOnce(gone) + other.runOnce(gone));
    assertEquals(0, retention.runOnce(gone) + other.runOnce(gone));
  }

  @Test
  void whatAFailedJobStoredGoesAndNothingElse() throws Exception {
    Job failed = admit(now, put(ANN, "inputs/1-picture.png"));
    BlobKey first = put(ANN, "library/upscaled-cat-%s.mp4".formatted(failed.id()));
    BlobKey mask = put(ANN, "library/upscale-%s.mask.png".formatted(failed.id()));
    List<BlobKey> others =
        List.of(
            put(ANN, "library/upscale-%s0.png".formatted(failed.id())),
            put(ANN, "inputs/cat-%s.png".formatted(failed.id())),
            put(BEN, "library/upscale-%s.png".formatted(failed.id())));

    retention.discard(failed);
    assertFalse(isThere(first));
    assertFalse(isThere(mask));
    for (BlobKey other : others) {
      assertTrue(isThere(other), other::value);
    }
  }
}
