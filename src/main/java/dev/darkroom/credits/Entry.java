package dev.darkroom.credits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a user's statement. Entries are only ever appended; a mistake is corrected by another
 * entry.
 *
 * @param id time-ordered; also the cursor of a listing
 * @param delta credits added (positive) or spent (negative), never zero
 * @param reason plain words: "Welcome", "upscale"
 * @param ref the grantor's own reference, which counts once a user; null for charges
 * @param jobId the job that was paid; null for grants
 * @param balance the balance after this entry
 */
public record Entry(
    String id,
    String user,
    long delta,
    String reason,
    @Nullable String ref,
    @Nullable String jobId,
    long balance,
    Instant createdAt) {}
