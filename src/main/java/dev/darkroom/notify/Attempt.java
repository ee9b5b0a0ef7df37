package dev.darkroom.notify;

import java.time.Instant;

/**
 * One try to tell an event.
 *
 * @param seq the number of the event in the job's log, and {@code kind} what it was
 * @param attempt 1, 2, 3 … for each event
 * @param outcome the status that was answered, or a word: {@code timeout}, {@code unreachable},
 *     {@code broken}, {@code refused_address}
 * @param millis how long it took
 */
public record Attempt(Instant at, int seq, String kind, int attempt, String outcome, long millis) {}
