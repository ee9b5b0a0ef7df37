package dev.darkroom.jobs;

import dev.darkroom.credits.Account;
import dev.darkroom.credits.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators see of the jobs of all users, and the one switch that they have. However many rows
 * there are, a read looks at a bounded number of them.
 */
public interface OversightStore {

  /**
   * Which jobs are meant; null is any.
   *
   * @param error the code of the trouble that a job waits for, or has failed of
   */
  record Filter(
      @Nullable String user,
      Phase.@Nullable Status status,
      @Nullable Phase phase,
      @Nullable String type,
      @Nullable String error) {
    public static final Filter ANY = new Filter(null, null, null, null, null);

    /** The status that follows from what is asked; null for any. */
    public Phase.@Nullable Status narrowest() {
      return status == null && phase != null ? phase.status() : status;
    }
  }

  /**
   * The jobs of all users, newest first.
   *
   * @param before the id where the last look has ended, or null for the newest
   * @param looks so many rows are looked at, of those that an index finds; more than {@code limit}
   */
  Scan<Job> jobs(Filter filter, @Nullable String before, int limit, int looks);

  /** Any user's job, by its own id or by the provider's request id. */
  Optional<Job> find(String id);

  /**
   * What stands beside a job.
   *
   * @param leaseOwner the worker that visits it; null if none does
   * @param entry what it cost in its user's statement
   */
  record Beside(
      @Nullable String leaseOwner,
      @Nullable Instant leaseUntil,
      @Nullable Hold hold,
      @Nullable Entry entry) {}

  /**
   * What is set aside for a job.
   *
   * @param state {@code open}, {@code charged} or {@code released}
   */
  record Hold(long credits, String state, Instant openedAt, @Nullable Instant settledAt) {}

  /** What stands beside this job; of an unknown one, nothing. */
  Beside beside(String jobId);

  /**
   * The line.
   *
   * @param waiting jobs that wait for their turn
   * @param oldestSince when the one that must start first was admitted; null if none waits
   * @param inFlight jobs under way: at the provider, or being stored
   */
  record Queue(int waiting, @Nullable Instant oldestSince, int inFlight) {}

  /** The line, counted up to {@code most}. */
  Queue queue(int most);

  /**
   * A user as the books know one.
   *
   * @param unfinished jobs that have not ended
   */
  record Customer(String user, Account account, long unfinished, Instant createdAt) {}

  /**
   * Users by their addresses.
   *
   * @param prefix how they begin; empty for all
   * @param after the last one already seen, or null for the first
   */
  List<Customer> users(String prefix, @Nullable String after, int limit);

  /** One of them. */
  Optional<Customer> user(String user);

  /** Whether new jobs are taken. */
  Intake intake();

  /** Opens or closes it, for all servers at once; {@code changedBy} and the time are not null. */
  void setIntake(Intake intake);
}
