package dev.darkroom.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One numbered line of a job's log. It says how the job stood when it was written, so that whoever
 * has read all lines knows the job.
 *
 * @param seq 1, 2, 3 … within the job
 * @param n 1, 2, 3 … over all jobs of the user, in the order in which they can be read; 0 for lines
 *     of before there were such numbers
 * @param kind for machines: {@code admitted}, {@code submitting}, {@code answer_lost}, …
 * @param message for people
 * @param progress see {@link State}
 * @param queuePosition see {@link State}
 */
public record JobEvent(
    String jobId,
    int seq,
    long n,
    Instant at,
    Phase phase,
    String kind,
    String message,
    double progress,
    @Nullable Integer queuePosition) {}
