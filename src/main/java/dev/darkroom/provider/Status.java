package dev.darkroom.provider;

import java.util.List;

/**
 * How a request stands. These are all the values there are: a failed request is {@link Completed}
 * too, and only its result tells (fal docs, model-apis/inference/queue). A request may go back to
 * {@link InQueue}.
 */
public sealed interface Status {
  /**
   * Waiting for its turn.
   *
   * @param position requests ahead of it, from 0; 0 also when it was not told
   */
  record InQueue(int position) implements Status {}

  /**
   * Being worked on.
   *
   * @param logs what the model has said of late, oldest first, at most 50 lines
   */
  record InProgress(List<LogLine> logs) implements Status {
    /** Keeps an own copy. */
    public InProgress {
      logs = List.copyOf(logs);
    }
  }

  /** Over, well or badly: fetch the result. */
  record Completed() implements Status {}
}
