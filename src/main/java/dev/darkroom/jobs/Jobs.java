package dev.darkroom.jobs;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.provider.RequestRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The door to jobs for everybody but the worker: submit and read. */
public final class Jobs {
  /** The longest pause between two looks at whether anybody still waits for a job. */
  private static final Duration LOOK_EACH = Duration.ofSeconds(1);

  private final JobStore store;
  private final Moves moves;
  private final Watch watch;
  private final Estimates estimates;
  private final CreditStore credits;
  private final JobSettings settings;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Runnable nudge;

  /**
   * The door to a store.
   *
   * @param credits says what a user may spend; only the job store spends it
   * @param ids gives time-ordered ids
   * @param nudge wakes the worker; called after the job is durable
   */
  public Jobs(
      JobStore store,
      Moves moves,
      Watch watch,
      Estimates estimates,
      CreditStore credits,
      JobSettings settings,
      InstantSource clock,
      Supplier<String> ids,
      Runnable nudge) {
    this.store = store;
    this.moves = moves;
    this.watch = watch;
    this.estimates = estimates;
    this.credits = credits;
    this.settings = settings;
    this.clock = clock;
    this.ids = ids;
    this.nudge = nudge;
  }

  /** The answer to a request that was made before under the same key, if there was one. */
  public Optional<Admission> earlier(String user, Terms terms) {
    Draft.Idempotency key = terms.key();
    return key == null
        ? Optional.empty()
        : store.earlier(user, key, clock.instant().minus(settings.idempotencyAge()));
  }

  /**
   * Admits a draft: when this returns {@code Admitted}, the job is durable and will end. One that
   * was only to be priced is {@code Quoted}, however many jobs its user has.
   */
  public Admission submit(Draft draft) {
    return switch (draft.terms()) {
      case Terms.Order _ -> admit(draft);
      case Terms.Quote _ -> quote(draft.user(), draft.credits());
    };
  }

  /** Only reads: a price beside what the user may spend. */
  public Admission.Quoted quote(String user, long credits) {
    return new Admission.Quoted(credits, this.credits.account(user).available());
  }

  private Admission admit(Draft draft) {
    Instant now = clock.instant();
    Instant endBy = now.plus(draft.within());
    Instant startBy = now.plus(settings.startWithin());
    Admission admission =
        store.admit(
            new NewJob(
                ids.get(),
                draft,
                now,
                startBy.isBefore(endBy) ? startBy : endBy,
                endBy,
                settings.unfinishedMax(),
                settings.idempotencyAge()));
    if (admission instanceof Admission.Admitted(Job job)) {
      watch.written(job);
      nudge.run();
    }
    return admission;
  }

  /**
   * The provider says that a request has ended. The worker asks for itself; what it could not know
   * is which request was taken when the answer to a submit was lost.
   *
   * @param stage which of the job's stages it belongs to
   * @return false if it was too late for anything: the job has ended, or is not there
   * @throws StoreException if that could not be written down; it must be told again
   */
  public boolean webhook(String jobId, int stage, RequestRef request) {
    Instant now = clock.instant();
    boolean useful = moves.found(jobId, stage, request, now) || store.nudge(jobId, now);
    if (useful) {
      nudge.run();
    }
    return useful;
  }

  /**
   * Ends a job if nothing of it is at the provider, and else asks for its end.
   *
   * @return empty if the user has no such job
   */
  public Optional<Cancellation> cancel(String user, String id) {
    return store.find(user, id).map(this::cancel);
  }

  private Cancellation cancel(Job job) {
    if (job.phase().terminal() || job.state().step() == Step.STORE) {
      return Cancellation.of(job);
    }
    Instant now = clock.instant();
    boolean ended =
        job.state().step() == Step.SUBMIT
            && moves.record(job, new Outcome.Cancelled(), now).isPresent();
    if (!ended) {
      // It is at the provider, or a visit is just bringing it there.
      store.askCancel(job.id(), now);
    }
    nudge.run();
    return Cancellation.of(store.get(job.id()).orElse(job));
  }

  /**
   * Submits the input of a job that has failed or was cancelled once more, at its price. An input
   * that has been deleted meanwhile makes the new one fail as well, uncharged. Whoever was told of
   * the first is told of this one, unless the terms name somebody.
   *
   * @return empty if the job is too old: its input could go while the new one is admitted
   */
  public Optional<Admission> retry(Job job, Terms terms) {
    Instant since = new Keep(settings.keep()).usableSince(clock.instant());
    Instant endedAt = job.state().endedAt();
    if (endedAt != null && endedAt.isBefore(since)) {
      return earlier(job.user(), terms);
    }
    return Optional.of(
        submit(
            new Draft(
                job.user(),
                job.type(),
                job.input(),
                job.heldCredits(),
                within(job),
                toldAs(job, terms),
                job.fingerprint())));
  }

  private Terms toldAs(Job job, Terms terms) {
    return terms instanceof Terms.Order order && order.listener() == null
        ? new Terms.Order(order.key(), store.listener(job.id()).orElse(null))
        : terms;
  }

  /** As long as the first had; its end may have been put off so that its result could be stored. */
  private Duration within(Job job) {
    Duration had = Duration.between(job.createdAt(), job.state().endBy());
    return had.compareTo(settings.videoWithin()) < 0 ? had : settings.videoWithin();
  }

  /** The user's job, by its own id or by the provider's request id. */
  public Optional<Job> find(String user, String id) {
    return store.find(user, id);
  }

  /**
   * The job as it is when it ends, or when the time is over.
   *
   * @param abandoned whether nobody waits any more; asked again and again
   */
  public Job awaitEnd(Job job, Duration atMost, BooleanSupplier abandoned) {
    long endNanos = System.nanoTime() + atMost.toNanos();
    try (Watch.Waiting waiting = watch.new Waiting(job)) {
      Job read = store.find(job.user(), job.id()).orElse(job);
      while (!read.phase().terminal() && !abandoned.getAsBoolean()) {
        Duration left = Duration.ofNanos(endNanos - System.nanoTime());
        if (!left.isPositive()) {
          return read;
        }
        waiting.await(left.compareTo(LOOK_EACH) < 0 ? left : LOOK_EACH);
        read = store.find(job.user(), job.id()).orElse(read);
      }
      return read;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return job;
    }
  }

  /** The user's jobs, newest first; see {@link JobStore#list}. */
  public List<Job> list(
      String user,
      Phase.@Nullable Status status,
      @Nullable String type,
      int limit,
      @Nullable String before) {
    return store.list(user, status, type, limit, before);
  }

  /** The whole log of a job, oldest first. */
  public List<JobEvent> events(Job job) {
    return store.events(job.id());
  }

  /** See {@link JobStore#events}. */
  public List<JobEvent> events(Job job, int afterSeq, int limit) {
    return store.events(job.id(), afterSeq, limit);
  }

  /** See {@link JobStore#lastSeq}. */
  public int lastSeq(Job job) {
    return store.lastSeq(job.id());
  }

  /** See {@link JobStore#eventsOfUser}. */
  public List<JobEvent> eventsOfUser(String user, long afterN, int limit) {
    return store.eventsOfUser(user, afterN, limit);
  }

  /** The number of the last line in the user's log; 0 if there is none. */
  public long lastEvent(String user) {
    return store.lastEvents(List.of(user)).getOrDefault(user, 0L);
  }

  /** See {@link Estimates#left}. */
  public @Nullable Duration left(Job job) {
    return estimates.left(job, clock.instant());
  }

  /** How many are ahead of it: in our queue while it waits, then in the provider's. */
  public @Nullable Integer queuePosition(Job job) {
    return job.state().needsTurn()
        ? Integer.valueOf(store.ahead(job))
        : job.state().queuePosition();
  }
}
