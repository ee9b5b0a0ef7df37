package dev.darkroom.simulation;

/** The process that ran this is gone. An error, so that no code of ours takes it for trouble. */
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash() {
    super("the process was killed", null, false, false);
  }
}
