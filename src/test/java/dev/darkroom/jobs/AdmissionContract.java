package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.JobMoves.allAtOnce;
import static dev.darkroom.jobs.JobMoves.count;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is admitted, once, and what is answered instead. */
public interface AdmissionContract extends JobMoves {

  @Test
  default void anAdmittedJobIsStoredAndItsPriceIsHeld() {
    grant(ANN, 100);
    Job job = admit(Fixtures.job(ANN, 30, null, NOON));

    assertEquals(new Account(100, 30), credits().account(ANN));
    Job read = jobs().find(ANN, job.id()).orElseThrow();
    assertEquals(job, read);
    assertEquals(Phase.WAITING, read.phase());
    assertEquals("Note: draw a \"cat\" 🐈", read.input().get("words").asText());
    assertEquals(List.of("admitted"), kinds(job));
  }

  @Test
  default void aJobThatIsNotCoveredLeavesNothingBehind() {
    grant(ANN, 10);
    NewJob dear = Fixtures.job(ANN, 11, null, NOON);

    assertEquals(new Admission.NotEnoughCredits(11, 10), jobs().admit(dear));

    assertTrue(jobs().find(ANN, dear.id()).isEmpty());
    assertEquals(new Account(10, 0), credits().account(ANN));
  }

  @Test
  default void heldCreditsCannotBeSpentTwice() {
    grant(ANN, 10);
    admit(Fixtures.job(ANN, 6, null, NOON));

    assertEquals(
        new Admission.NotEnoughCredits(6, 4), jobs().admit(Fixtures.job(ANN, 6, null, NOON)));
  }

  /** Only credits bound them here: each is read after each answer, while others are decided. */
  @Test
  default void ofManyAtOnceOnlyAsManyAreAdmittedAsAreCovered() throws Exception {
    grant(ANN, 10);
    List<Account> seen = Collections.synchronizedList(new ArrayList<>());
    List<Admission> answers =
        allAtOnce(
            100,
            () -> {
              Admission answer = jobs().admit(Fixtures.unbounded(ANN));
              seen.add(credits().account(ANN));
              return answer;
            });

    assertEquals(10, count(answers, Admission.Admitted.class));
    assertEquals(90, count(answers, Admission.NotEnoughCredits.class));
    assertEquals(new Account(10, 10), credits().account(ANN));
    assertEquals(100, seen.size());
    assertTrue(
        seen.stream().allMatch(a -> a.balance() == 10 && a.available() >= 0), seen::toString);
    assertEquals(10, jobs().list(ANN, null, null, 100, null).size());
  }

  @Test
  default void theSameKeyAndBodyGiveTheSameJob() throws Exception {
    grant(ANN, 100);
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    List<Admission> answers = allAtOnce(50, () -> jobs().admit(Fixtures.job(ANN, 1, key, NOON)));

    assertEquals(1, count(answers, Admission.Admitted.class));
    assertEquals(49, count(answers, Admission.AlreadyThere.class));
    assertEquals(new Account(100, 1), credits().account(ANN));
  }

  @Test
  default void ofTwoBodiesUnderOneKeyAtOnceOneIsAdmittedAndTheOtherRefused() throws Exception {
    grant(ANN, 100);
    AtomicInteger turn = new AtomicInteger();
    List<Admission> answers =
        allAtOnce(
            50,
            () -> {
              String body = turn.getAndIncrement() % 2 == 0 ? "body" : "other";
              return jobs().admit(Fixtures.job(ANN, 1, new Draft.Idempotency("k", body), NOON));
            });

    assertEquals(1, count(answers, Admission.Admitted.class));
    assertEquals(24, count(answers, Admission.AlreadyThere.class));
    assertEquals(25, count(answers, Admission.KeyReused.class));
    assertEquals(new Account(100, 1), credits().account(ANN));
  }

  @Test
  default void aKeyIsTheUsersOwnAndFitsOneBody() {
    grant(ANN, 100);
    grant(BEN, 100);
    admit(Fixtures.job(ANN, 1, new Draft.Idempotency("k", "body"), NOON));

    assertInstanceOf(
        Admission.KeyReused.class,
        jobs().admit(Fixtures.job(ANN, 1, new Draft.Idempotency("k", "other"), NOON)));
    admit(Fixtures.job(BEN, 1, new Draft.Idempotency("k", "other"), NOON));
  }

  @Test
  default void whatAKeyWasUsedForCanBeRead() {
    grant(ANN, 100);
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    Instant before = NOON.minusMillis(1);
    assertEquals(Optional.empty(), jobs().earlier(ANN, key, before));
    Job job = admit(Fixtures.job(ANN, 1, key, NOON));

    assertEquals(Optional.of(new Admission.AlreadyThere(job)), jobs().earlier(ANN, key, before));
    assertEquals(
        Optional.of(new Admission.KeyReused()),
        jobs().earlier(ANN, new Draft.Idempotency("k", "other"), before));
    assertEquals(Optional.empty(), jobs().earlier(BEN, key, before));
    assertEquals(Optional.empty(), jobs().earlier(ANN, key, NOON));
  }

  @Test
  default void aKeyCountsForADay() {
    grant(ANN, 100);
    Draft.Idempotency key = new Draft.Idempotency("k", "body");
    admit(Fixtures.job(ANN, 1, key, NOON));
    Instant almost = NOON.plus(Duration.ofHours(24)).minusMillis(1);

    assertInstanceOf(Admission.AlreadyThere.class, jobs().admit(Fixtures.job(ANN, 1, key, almost)));
    admit(Fixtures.job(ANN, 1, key, NOON.plus(Duration.ofHours(24))));
  }

  @Test
  default void unfinishedJobsOfAUserAreBounded() {
    grant(ANN, 100);
    grant(BEN, 100);
    for (int i = 0; i < 20; i++) {
      admit(Fixtures.job(ANN));
    }
    assertEquals(new Admission.TooManyUnfinished(20), jobs().admit(Fixtures.job(ANN)));
    admit(Fixtures.job(BEN));

    fail(claim(1).getFirst());
    admit(Fixtures.job(ANN));
  }

  @Test
  default void anEqualRequestIsJoinedUntilItsJobHasEnded() {
    grant(ANN, 100);
    Job first = admit(equalTo("the same"));

    assertEquals(new Admission.Joined(first), jobs().admit(equalTo("the same")));
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo("another")));
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo(null)));
    assertEquals(new Account(100, 30), credits().account(ANN));

    Job failed = fail(claim(1).getFirst());
    assertEquals(first.id(), failed.id());
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo("the same")));
  }

  @Test
  default void anEqualRequestIsJoinedJustAfterItsJobHasEndedWellIfTheFileIsThere() {
    grant(ANN, 100);
    admit(equalTo("the same"));
    Job stored = delivered(claim(1).getFirst());
    Job done = record(stored, new Outcome.Finished(Fixtures.output(stored), 10)).orElseThrow();

    assertEquals(new Admission.Joined(done), jobs().admit(equalTo("the same")));
    library().remove(ANN, Fixtures.output(stored).key());
    assertInstanceOf(Admission.Admitted.class, jobs().admit(equalTo("the same")));
  }

  private static NewJob equalTo(@Nullable String fingerprint) {
    NewJob job = Fixtures.job(ANN, 10, null, NOON);
    Draft draft = job.draft();
    return new NewJob(
        job.id(),
        new Draft(
            ANN,
            draft.type(),
            draft.input(),
            draft.credits(),
            draft.within(),
            draft.terms(),
            fingerprint),
        job.createdAt(),
        job.startBy(),
        job.endBy(),
        job.unfinishedMax(),
        job.idempotencyAge());
  }
}
