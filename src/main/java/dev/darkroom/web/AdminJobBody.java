package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.credits.Entry;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.OversightStore.Beside;
import dev.darkroom.jobs.OversightStore.Hold;
import dev.darkroom.jobs.State;
import dev.darkroom.provider.RequestRef;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A job as operators see it: {@link Line} in a listing, {@link Story} alone. */
final class AdminJobBody {

  private AdminJobBody() {}

  /**
   * One of many.
   *
   * @param error the code of the trouble that it waits for, or has failed of
   * @param credits what is set aside, and once completed what was charged
   * @param requestId the provider's name of its latest request
   */
  public record Line(
      String id,
      String user,
      String type,
      String status,
      String phase,
      @Nullable String error,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      Instant dueAt,
      int submits,
      int tries,
      long credits,
      @Nullable String requestId) {
    static Line of(Job job) {
      State state = job.state();
      Long charged = state.chargedCredits();
      RequestRef request = state.request();
      Cause cause = state.cause();
      return new Line(
          job.id(),
          job.user(),
          job.type(),
          text(job.phase().status()),
          text(job.phase()),
          cause == null ? null : cause.code(),
          job.createdAt(),
          state.startedAt(),
          state.endedAt(),
          state.dueAt(),
          state.counts().submits(),
          state.counts().tries(),
          charged == null ? job.heldCredits() : charged,
          request == null ? null : request.requestId());
    }
  }

  /**
   * All about one.
   *
   * @param step what its next visit does
   * @param stagesDone how many calls to the provider have delivered
   * @param dueAt when the next visit may come
   * @param startBy the provider must have begun by then
   * @param endBy all must be done by then
   * @param cancelAskedAt when its user, or an operator, wished it to end
   * @param version changes with every claim and every record
   * @param models that its stages use
   * @param modelLog the last lines that the model logged
   * @param input what was asked; what is long is cut, and what may be secret is left out
   */
  public record Story(
      String id,
      String user,
      String type,
      String status,
      String phase,
      String step,
      double progress,
      @Nullable Integer queuePosition,
      int stagesDone,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      Instant dueAt,
      Instant startBy,
      Instant endBy,
      @Nullable Instant cancelAskedAt,
      long version,
      Attempts attempts,
      @Nullable Lease lease,
      @Nullable String requestId,
      List<String> models,
      List<String> modelLog,
      Money credits,
      @Nullable String resultKey,
      JobBody.@Nullable ErrorBody error,
      JsonNode input,
      List<JobBody.EventBody> events) {

    static Story of(Job job, Beside beside, @Nullable Integer position, List<JobEvent> events) {
      State state = job.state();
      RequestRef request = state.request();
      Cause cause = state.cause();
      return new Story(
          job.id(),
          job.user(),
          job.type(),
          text(job.phase().status()),
          text(job.phase()),
          text(state.step()),
          state.progress(),
          position,
          state.results().size(),
          job.createdAt(),
          state.startedAt(),
          state.endedAt(),
          state.dueAt(),
          job.startBy(),
          state.endBy(),
          job.cancelAskedAt(),
          job.version(),
          Attempts.of(state.counts()),
          Lease.of(beside),
          request == null ? null : request.requestId(),
          ShownInput.models(job.input()),
          state.log(),
          Money.of(job, beside),
          state.resultKey(),
          cause == null ? null : new JobBody.ErrorBody(cause.code(), cause.words()),
          ShownInput.of(job.input()),
          events.stream().map(JobBody.EventBody::of).toList());
    }
  }

  /**
   * What was tried.
   *
   * @param tries failed tries in a row
   * @param breaks visits in a row that ended without a word
   * @param lostAnswers submits whose answer never came
   */
  public record Attempts(int submits, int tries, int breaks, int lostAnswers) {
    static Attempts of(State.Counts counts) {
      return new Attempts(counts.submits(), counts.tries(), counts.breaks(), counts.lostAnswers());
    }
  }

  /** Who visits it, until it is renewed or lapses. */
  public record Lease(String owner, @Nullable Instant until) {
    static @Nullable Lease of(Beside beside) {
      String owner = beside.leaseOwner();
      return owner == null ? null : new Lease(owner, beside.leaseUntil());
    }
  }

  /**
   * What it costs.
   *
   * @param held what was set aside at the start: an upper bound
   * @param hold {@code open}, {@code charged} or {@code released}
   * @param entry its line in the statement
   */
  public record Money(
      long held,
      @Nullable Long charged,
      @Nullable String hold,
      @Nullable Instant settledAt,
      CreditResource.@Nullable TransactionBody entry) {
    static Money of(Job job, Beside beside) {
      Hold hold = beside.hold();
      Entry entry = beside.entry();
      return new Money(
          job.heldCredits(),
          job.state().chargedCredits(),
          hold == null ? null : hold.state(),
          hold == null ? null : hold.settledAt(),
          entry == null ? null : CreditResource.body(entry));
    }
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
