package dev.darkroom.jobs;

import org.jspecify.annotations.Nullable;

/** An operation's own work did not succeed: an input gone, a result that cannot be fetched. */
public final class StageException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Cause reason;
  private final boolean mayRetry;

  /**
   * A failure of an operation.
   *
   * @param reason what the user is told
   * @param mayRetry whether another try may succeed
   */
  public StageException(Cause reason, boolean mayRetry, @Nullable Throwable foreign) {
    super(reason.code(), foreign);
    this.reason = reason;
    this.mayRetry = mayRetry;
  }

  public Cause reason() {
    return reason;
  }

  public boolean mayRetry() {
    return mayRetry;
  }
}
