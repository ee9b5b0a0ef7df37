package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A move that waits for its commit, and whoever waits for it. */
final class PendingMove<T> {
  private final Function<Session, T> move;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable T value;
  private @Nullable Throwable failure;

  PendingMove(Function<Session, T> move) {
    this.move = move;
  }

  /** Does the move inside the batch's transaction; if it fails, only it is undone. */
  void run(Session session) {
    session.execute("SAVEPOINT move");
    try {
      value = move.apply(session);
    } catch (Throwable e) {
      failure = e;
      session.execute("ROLLBACK TO move");
    }
    session.execute("RELEASE move");
  }

  /** The batch is on disk. */
  void answer() {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  /** The batch is not on disk. */
  void fail(Throwable reason) {
    answer.completeExceptionally(reason);
  }

  /**
   * Waits for the commit, also when interrupted: an answer must not say that nothing was written
   * while it is being written. The writer answers everybody.
   */
  T await() {
    try {
      return answer.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
        throw (RuntimeException) cause;
      }
      throw new StoreException("A move could not be written", cause);
    }
  }
}
