package dev.darkroom.jobs;

import dev.darkroom.library.LibraryItem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One guarded write: the job as it shall be, and all that happens in the same commit.
 *
 * @param before the job as it was read; if its version has changed, nothing is written
 * @param after the state to write
 * @param keepsClaim whether the visit goes on; otherwise the lease is given back
 * @param event the line added to the story, or null if nothing visible happened
 * @param settlement what becomes of the hold
 * @param items rows added to the library
 */
public record Move(
    Job before,
    State after,
    boolean keepsClaim,
    @Nullable Line event,
    Settlement settlement,
    List<LibraryItem> items) {

  /**
   * The job as it is when this has been written.
   *
   * @param dueAt as written: somebody may have nudged it meanwhile
   * @param cancelAskedAt see {@link Job}; somebody may have asked meanwhile
   */
  public Job written(Instant dueAt, @Nullable Instant cancelAskedAt) {
    return new Job(
        before.id(),
        before.user(),
        before.type(),
        before.input(),
        before.heldCredits(),
        before.fingerprint(),
        before.createdAt(),
        before.startBy(),
        after.due(dueAt),
        cancelAskedAt,
        before.version() + 1);
  }

  /** A line for the story; its number and time are given by the store. */
  public record Line(String kind, String message) {}

  /** What becomes of the hold. */
  public sealed interface Settlement {
    /** It stays open. */
    record Keep() implements Settlement {}

    /** The credits are paid, at most as many as were held; the rest is released. */
    record Charge(long credits) implements Settlement {}

    /** All of it goes back. */
    record Release() implements Settlement {}
  }
}
