package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.provider.RequestRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a visit found or did. The transition decides what becomes of the job. */
public sealed interface Outcome {

  /**
   * The call is ready and will be submitted next; the claim is kept.
   *
   * @param graceUntil if the answer is never recorded, nobody may touch the job before then
   */
  record Submitting(Instant graceUntil) implements Outcome {}

  /** The provider took it. */
  record Submitted(RequestRef request, Instant due) implements Outcome {}

  /** The answer to a submit did not come; wait for it to turn up until {@code graceUntil}. */
  record AnswerLost(Instant graceUntil) implements Outcome {}

  /** The provider itself told of a request whose answer was lost. */
  record Found(RequestRef request, Instant due) implements Outcome {}

  /** The grace is over and the lost submit is tried once more. */
  record Resubmit() implements Outcome {}

  /** It waits in the provider's queue. */
  record InQueue(int position, Instant due) implements Outcome {}

  /**
   * The provider works on it.
   *
   * @param fraction 0 to 1 of all stages, or null if the provider does not say
   * @param log the last lines of the model's
   */
  record Running(@Nullable Double fraction, List<String> log, Instant due) implements Outcome {

    public Running {
      log = List.copyOf(log);
    }
  }

  /**
   * The provider delivered a stage; the claim is kept.
   *
   * @param endBy the deadline from here on
   */
  record StageDone(JsonNode result, boolean last, Instant endBy) implements Outcome {}

  /** The output is stored. */
  record Finished(Output output, long credits) implements Outcome {}

  /** It did not work this time. */
  record Retry(Cause cause, Instant due) implements Outcome {}

  /** It will not work. */
  record Failed(Cause cause) implements Outcome {}

  /** Its user wished it to end, and nothing of it goes on at the provider. */
  record Cancelled() implements Outcome {}

  /** The visit ended without a word: the process died, or the code has a bug. */
  record Broke(Instant due) implements Outcome {}
}
