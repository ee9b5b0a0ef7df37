package dev.darkroom.jobs;

/**
 * Why a job failed or waits longer than it should. The words stand for the end of a job; while it
 * is tried again, people only read that it is.
 *
 * @param code for machines, upper case: {@code TIMED_OUT}
 * @param words a sentence for people; names no vendor and no model
 */
public record Cause(String code, String words) {

  public static final Cause POISONED =
      new Cause(
          "POISONED",
          "This job stopped the server's work several times and was set aside. Nothing was charged.");

  static final Cause SUBMIT_UNKNOWN =
      new Cause(
          "SUBMIT_UNKNOWN",
          "The picture service did not say whether it took the job. Nothing was charged.");

  static final Cause ANSWER_LOST =
      new Cause("ANSWER_LOST", "The picture service has not confirmed the job yet.");

  static final Cause CANCELLED = new Cause("CANCELLED", "You cancelled this. Nothing was charged.");

  static final Cause RELEASED =
      new Cause("RELEASED", "The operator ended this job. Nothing was charged.");

  static final Cause INTERNAL = new Cause("INTERNAL", "Something went wrong on our side.");

  static final Cause RESULT_LOST =
      new Cause(
          "RESULT_LOST", "The picture service no longer has the result. Nothing was charged.");

  static final Cause TIMED_OUT =
      new Cause(
          "TIMED_OUT", "This took longer than allowed, so it was stopped. Nothing was charged.");
}
