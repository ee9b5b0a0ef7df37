package dev.darkroom.jobs;

import org.jspecify.annotations.Nullable;

/** Whether a request is to be done, or only to be priced. */
public sealed interface Terms {

  /** The client's key, where one counts. */
  Draft.@Nullable Idempotency key();

  /** Who is told how it goes; null for nobody. */
  @Nullable Listener listener();

  /**
   * It is to be done.
   *
   * @param key makes a repeated order harmless; null if the client sent none
   */
  record Order(Draft.@Nullable Idempotency key, @Nullable Listener listener) implements Terms {
    /** An order of which nobody is told. */
    public Order(Draft.@Nullable Idempotency key) {
      this(key, null);
    }
  }

  /** It is checked and priced like an order. Nothing is stored, and no key is looked at or used. */
  record Quote() implements Terms {
    @Override
    public Draft.@Nullable Idempotency key() {
      return null;
    }

    @Override
    public @Nullable Listener listener() {
      return null;
    }
  }
}
