package dev.darkroom.credits;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and their statements. Holds are opened and settled only together with the life of a job,
 * so those moves belong to the job store.
 */
public interface CreditStore {

  /** The user's account; an unknown user has an empty one. */
  Account account(String user);

  /**
   * Adds credits, or takes them when {@code delta} is negative, once for each reference.
   *
   * @param delta credits, not zero
   * @param ref unique for this user; a repeated one changes nothing
   */
  Grant grant(String user, long delta, String reason, String ref, Instant now);

  /**
   * Gives back what is held for jobs that have ended, and sets what the account holds to the sum of
   * its open holds. In whole books this changes nothing; and nothing is changed where the balance
   * does not cover the holds that stay open.
   *
   * @return whether something was changed
   */
  boolean recountHeld(String user, Instant now);

  /**
   * The user's statement, newest first.
   *
   * @param before the id of the last entry already seen, or null for the newest
   * @throws IllegalArgumentException if {@code before} is no entry id
   */
  List<Entry> entries(String user, int limit, @Nullable String before);
}
