package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credits.Account;
import dev.darkroom.credits.Entry;
import dev.darkroom.library.LibraryItem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is left of jobs that are forgotten, and which are not; and which files jobs name. */
public interface PruneContract extends JobMoves {
  Instant MONTH_LATER = NOON.plus(Duration.ofDays(30));

  private Job completed(long credits) {
    admit(Fixtures.job(ANN, credits, null, NOON));
    Job stored = delivered(claim(1).getFirst());
    return record(stored, new Outcome.Finished(Fixtures.output(stored), credits)).orElseThrow();
  }

  private Job failedAt(Instant end) {
    Job claimed = claimed(Fixtures.job(ANN));
    Outcome failed = new Outcome.Failed(new Cause("NO", "No."));
    return jobs().record(Transitions.after(claimed, failed, end), end).orElseThrow();
  }

  private Job naming(String user, ObjectNode input) {
    NewJob job = Fixtures.job(user);
    Draft draft = job.draft();
    return admit(
        new NewJob(
            job.id(),
            new Draft(user, draft.type(), input, 1, draft.within(), draft.terms()),
            job.createdAt(),
            job.startBy(),
            job.endBy(),
            job.unfinishedMax(),
            job.idempotencyAge()));
  }

  private static ObjectNode input() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  default void aForgottenJobIsGoneWithItsStoryAndWhatItCostAndMadeStays() {
    grant(ANN, 100);
    Job job = completed(10);
    List<Entry> statement = credits().entries(ANN, 10, null);
    List<LibraryItem> made = library().list(ANN, null, null, 10, null);

    assertEquals(1, jobs().prune(MONTH_LATER, 10));

    assertEquals(Optional.empty(), jobs().get(job.id()));
    assertEquals(Optional.empty(), jobs().find(ANN, Fixtures.request(job.id()).requestId()));
    assertEquals(List.of(), jobs().list(ANN, null, null, 10, null));
    assertEquals(List.of(), jobs().events(job.id()));
    assertEquals(statement, credits().entries(ANN, 10, null));
    assertEquals(job.id(), statement.getFirst().jobId());
    assertEquals(made, library().list(ANN, null, null, 10, null));
    assertEquals(job.id(), made.getFirst().jobId());
    assertEquals(new Account(90, 0), credits().account(ANN));
    assertFalse(credits().recountHeld(ANN, MONTH_LATER));
    assertEquals(0, jobs().prune(MONTH_LATER, 10));
  }

  @Test
  default void theFirstOfItsTypeStaysTheFirst() {
    Job first = Fixtures.completed(jobs(), ANN);
    jobs().prune(MONTH_LATER, 10);
    Job second = Fixtures.completed(jobs(), ANN);
    assertFalse(standing(second).first());
    assertEquals(Optional.empty(), jobs().get(first.id()));
  }

  @Test
  default void whatWasMadeByAForgottenJobIsStillKnown() {
    Job job = Fixtures.completed(jobs(), ANN);
    jobs().prune(MONTH_LATER, 10);
    LibraryItem made = library().findMade(ANN, "made from the same").orElseThrow();
    assertEquals(Fixtures.output(job).items().getFirst(), made);
    assertEquals(job.type(), library().find(ANN, made.key()).orElseThrow().jobType());
  }

  @Test
  default void aJobThatHasNotEndedIsNeverForgotten() {
    grant(ANN, 100);
    Job back = claimed(Fixtures.job(ANN));
    record(back, new Outcome.Retry(new Cause("BUSY", "Busy."), NOON.plusSeconds(60)));
    Job submitted = claimed(Fixtures.job(ANN));
    record(submitting(submitted), new Outcome.Submitted(Fixtures.request("r"), NOON));
    Job claimed = claimed(Fixtures.job(ANN));
    Job waiting = admit(Fixtures.job(ANN, "video"));

    assertEquals(0, jobs().prune(NOON.plus(Duration.ofDays(10_000)), 10));

    for (Job job : List.of(back, submitted, claimed, waiting)) {
      assertTrue(jobs().get(job.id()).isPresent());
      assertEquals("admitted", kinds(job).getFirst());
    }
    assertEquals(new Account(100, 4), credits().account(ANN));
  }

  @Test
  default void theOldestGoFirstAndNoMoreThanAsked() {
    grant(ANN, 100);
    List<Job> jobs = new ArrayList<>();
    for (int second : new int[] {3, 1, 2, 0}) {
      jobs.add(failedAt(NOON.plusSeconds(second)));
    }
    assertEquals(3, jobs().prune(MONTH_LATER, 3));
    assertEquals(List.of(jobs.getFirst().id()), ids(jobs().list(ANN, null, null, 10, null)));
  }

  @Test
  default void jobsOfAllKindsAreForgotten() {
    grant(ANN, 100);
    for (String type : List.of("image", "rembg", "video")) {
      fail(claimed(Fixtures.job(ANN, type)));
    }
    assertEquals(3, jobs().prune(MONTH_LATER, 10));
    assertEquals(List.of(), jobs().list(ANN, null, null, 10, null));
  }

  @Test
  default void thoseWhoForgetAtOnceForgetEachJobOnce() throws Exception {
    grant(ANN, 100);
    for (int i = 0; i < 12; i++) {
      fail(claimed(Fixtures.job(ANN)));
    }
    List<Integer> forgotten = JobMoves.allAtOnce(4, () -> jobs().prune(MONTH_LATER, 3));
    int more = jobs().prune(MONTH_LATER, 100);
    assertEquals(12, forgotten.stream().mapToInt(Integer::intValue).sum() + more);
    assertEquals(new Account(100, 0), credits().account(ANN));
  }

  @Test
  default void aKeyWhoseJobIsForgottenMayBeUsedAnew() {
    grant(ANN, 100);
    Draft.Idempotency key = new Draft.Idempotency("key", "body");
    fail(claimed(Fixtures.job(ANN, 1, key, NOON)));
    jobs().prune(MONTH_LATER, 10);
    assertEquals(Optional.empty(), jobs().earlier(ANN, key, NOON.minusSeconds(1)));
    Job again = admit(Fixtures.job(ANN, 1, key, MONTH_LATER));
    Admission replay = jobs().admit(Fixtures.job(ANN, 1, key, MONTH_LATER.plusSeconds(1)));
    assertEquals(again, assertInstanceOf(Admission.AlreadyThere.class, replay).job());
  }

  @Test
  default void inputsAreNeededByWhateverJobNamesThem() {
    grant(ANN, 100);
    grant(BEN, 100);
    ObjectNode deep = input().put("words", "it's \"users/x/inputs/words.png\" \\ 🐈");
    deep.putArray("cars").addObject().put("key", "users/x/inputs/deep-1.png").put("n", 1.5);
    deep.put("source", "users/x/uploads/own.png").put("again", "users/x/inputs/deep-1.png");
    naming(ANN, deep);
    fail(claimed(Fixtures.job(BEN)));
    assertEquals(
        Set.of("users/x/inputs/deep-1.png"),
        jobs()
            .needed(
                List.of(
                    "users/x/inputs/deep-1.png",
                    "users/x/inputs/deep-2.png",
                    "users/x/inputs/deep-1",
                    "users/y/inputs/deep-1.png",
                    "users/x/uploads/own.png")));
    assertEquals(Set.of(), jobs().needed(List.of()));
  }

  @Test
  default void anInputOfTwoJobsIsNeededAsLongAsEitherIsThere() {
    grant(ANN, 100);
    String key = "users/ann_example_org-12345678/inputs/01-picture.png";
    String other = "users/ann_example_org-12345678/inputs/02-picture.png";
    naming(ANN, input().put("source", key).put("second", other));
    fail(claim(1).getFirst());
    Job again = naming(ANN, input().put("source", key));
    assertEquals(Set.of(key, other), jobs().needed(List.of(key, other)));

    assertEquals(1, jobs().prune(MONTH_LATER, 10));
    assertEquals(Set.of(key), jobs().needed(List.of(key, other)));

    assertEquals(again.id(), claim(1).getFirst().id());
    fail(jobs().get(again.id()).orElseThrow());
    assertEquals(Set.of(key), jobs().needed(List.of(key, other)));
    jobs().prune(MONTH_LATER, 10);
    assertEquals(Set.of(), jobs().needed(List.of(key, other)));
  }
}
