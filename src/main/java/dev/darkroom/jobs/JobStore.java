package dev.darkroom.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps jobs. Each method is one whole move that is atomic and durable when it returns; losing a
 * race is an empty answer, not an exception.
 */
public interface JobStore {

  /**
   * So long after its end a job is still joined by an equal request, which may have looked for its
   * result just before that end.
   */
  Duration JUST_ENDED = Duration.ofMinutes(1);

  /** A place in our queue beyond this is shown as this one. */
  int AHEAD_MAX = 1000;

  /**
   * What became of an earlier request under this key: {@code AlreadyThere} or {@code KeyReused}.
   * Only {@link #admit} decides; this spares a replay the work that comes before.
   *
   * @param since keys used before then no longer count
   */
  Optional<Admission> earlier(String user, Draft.Idempotency key, Instant since);

  /**
   * Stores the job, opens its hold and notes who is told of it, or says why not; then nothing is
   * stored. An equal one is joined only by a request that has nobody told, or the same.
   */
  Admission admit(NewJob job);

  /**
   * Takes due jobs for a worker: first those under way, then waiting ones in fair turns, as long as
   * fewer than {@code inFlightMax} are at the provider.
   *
   * @param until when the lease lapses unless it is renewed
   */
  List<Job> claim(String worker, Instant now, Instant until, int limit, int inFlightMax);

  /** Writes a move with all that belongs to it, unless the job has changed since it was read. */
  Optional<Job> record(Move move, Instant now);

  /** Prolongs the leases that this worker holds on these jobs. */
  void renew(String worker, Collection<String> jobIds, Instant until);

  /** Lets all leases of a worker lapse now, because the process that held them is gone. */
  int expireLeases(String worker, Instant now);

  /**
   * Takes over jobs whose lease has lapsed, oldest first. From then on the one that held it can
   * neither renew nor record.
   */
  List<Job> claimLapsed(String worker, Instant now, Instant until, int limit);

  /** Jobs that still wait for their turn although they should have begun, oldest first. */
  List<Job> overdue(Instant now, int limit);

  /** Makes the next visit come at once, also if one is going on now. False if the job has ended. */
  boolean nudge(String jobId, Instant now);

  /**
   * Notes that the user wishes the job to end, and makes the next visit come at once. It is no
   * move: a visit that is going on must not lose what it brings. False if the job has ended.
   */
  boolean askCancel(String jobId, Instant now);

  /** Any user's job, for what is done in nobody's name. */
  Optional<Job> get(String jobId);

  /** The user's job, by its own id or by the provider's request id. */
  Optional<Job> find(String user, String id);

  /**
   * The user's jobs, newest first.
   *
   * @param status null for all
   * @param type null for all
   * @param before the id of the last job already seen, or null for the newest
   */
  List<Job> list(
      String user,
      Phase.@Nullable Status status,
      @Nullable String type,
      int limit,
      @Nullable String before);

  /**
   * How these jobs stand. What is not there, or another user's, is left out.
   *
   * @param asked 1 to 32
   */
  Map<Standing.Asked, Standing> standings(Collection<Standing.Asked> asked);

  /** The whole log of a job, oldest first. */
  default List<JobEvent> events(String jobId) {
    return events(jobId, 0, Integer.MAX_VALUE);
  }

  /** The log of a job from behind this line on, oldest first. */
  List<JobEvent> events(String jobId, int afterSeq, int limit);

  /** The number of the last line in the log of a job; 0 if there is none. */
  int lastSeq(String jobId);

  /** The log of all jobs of a user from behind this line on, oldest first. */
  List<JobEvent> eventsOfUser(String user, long afterN, int limit);

  /** The number of the last line in the log of each of these users; who has none is left out. */
  Map<String, Long> lastEvents(Collection<String> users);

  /** Who is told how a job goes. */
  Optional<Listener> listener(String jobId);

  /**
   * Forgets jobs that ended before then, the oldest first, with their stories, settled holds and
   * Idempotency-Keys. What they cost stays in the statement, what they made in the library. A job
   * that has not ended is never forgotten, nor one whose hold is still open or whose listener waits
   * to be told.
   *
   * @return how many, at most {@code limit}
   */
  int prune(Instant endedBefore, int limit);

  /**
   * Those of the keys that the input of a job names, whether it has ended or not.
   *
   * @param keys of files below {@code users/{userId}/inputs/}; of others nothing is known
   */
  Set<String> needed(Collection<String> keys);

  /** How many jobs come before this waiting one, counted up to {@link #AHEAD_MAX}. */
  int ahead(Job job);
}
