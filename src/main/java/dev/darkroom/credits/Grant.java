package dev.darkroom.credits;

/** How a grant ended. */
public sealed interface Grant {

  /** The entry was written. */
  record Granted(Entry entry) implements Grant {}

  /** The same reference was counted before; nothing changed. */
  record AlreadyGranted(Entry entry) implements Grant {}

  /** A correction that would take more than is available; nothing changed. */
  record NotCovered(long available) implements Grant {}
}
