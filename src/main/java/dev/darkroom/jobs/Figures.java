package dev.darkroom.jobs;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How all rows stand at one moment, for those who watch. Jobs that have ended are not counted here:
 * they are kept by the million, and are counted when they end ({@link JobMeters}).
 *
 * @param unfinished how many jobs are where; a place without jobs is left out
 * @param waitingSince when the oldest job that nobody has begun was admitted; null if none waits
 * @param inFlight jobs that take one of the places at the provider
 * @param balanceCredits of all users together
 * @param heldCredits of these, what is set aside for unfinished jobs
 */
public record Figures(
    Map<Place, Long> unfinished,
    @Nullable Instant waitingSince,
    long inFlight,
    long balanceCredits,
    long heldCredits) {

  public Figures {
    unfinished = Map.copyOf(unfinished);
  }

  /** Where a job is in its life, by its type. */
  public record Place(String type, Phase phase) {}
}
