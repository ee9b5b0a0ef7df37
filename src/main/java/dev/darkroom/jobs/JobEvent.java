package dev.darkroom.jobs;

import java.time.Instant;

/**
 * One numbered line of a job's story.
 *
 * @param seq 1, 2, 3 … within the job
 * @param kind for machines: {@code admitted}, {@code submitting}, {@code answer_lost}, …
 * @param message for people
 */
public record JobEvent(int seq, Instant at, Phase phase, String kind, String message) {}
