package dev.darkroom.provider;

/** What became of the wish to cancel a request. */
public enum Cancelled {
  /** Passed on to a running request, which may yet complete and be billed. */
  REQUESTED,
  /** Taken out of the queue: it will not run. */
  REMOVED,
  /** It was over already. */
  TOO_LATE,
  /** The queue knows no such request. */
  UNKNOWN
}
