package dev.darkroom.jobs;

import org.jspecify.annotations.Nullable;

/**
 * How a job stands: as much of it as its user is told who polls for it.
 *
 * @param waits whether it has to wait for its turn, however far it had come before
 * @param progress 0 to 1, never goes back
 * @param queuePosition how many are ahead of it: in our queue while it waits, then in the
 *     provider's; null if there is no queue, or nobody knows
 * @param cause why it failed
 * @param resultKey the file that was made, also if it has been deleted since
 * @param resultThere whether that file is in its user's library
 * @param first whether it is the first job of its type that ended well for its user
 */
public record Standing(
    String type,
    Phase phase,
    boolean waits,
    double progress,
    @Nullable Integer queuePosition,
    @Nullable Cause cause,
    @Nullable Long chargedCredits,
    @Nullable String resultKey,
    boolean resultThere,
    boolean first) {

  /**
   * Whose job is asked for.
   *
   * @param id the job's own, or the provider's request id
   */
  public record Asked(String user, String id) {}
}
