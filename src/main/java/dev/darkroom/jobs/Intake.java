package dev.darkroom.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether new jobs are taken. It is a row like others, read inside each admission: who closes it
 * closes it on all servers at once, and no restart opens it.
 *
 * @param words what users are told while it is closed; null for the usual words
 * @param changedBy the operator who said so last; null if nobody ever did
 */
public record Intake(
    boolean open, @Nullable String words, @Nullable String changedBy, @Nullable Instant changedAt) {

  /** As long as nobody says anything. */
  public static final Intake UNTOUCHED = new Intake(true, null, null, null);
}
