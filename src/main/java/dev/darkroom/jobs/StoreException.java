package dev.darkroom.jobs;

import org.jspecify.annotations.Nullable;

/**
 * The store could not do a move: its disk is full, it is overloaded or closing. Nothing of the move
 * was written.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
