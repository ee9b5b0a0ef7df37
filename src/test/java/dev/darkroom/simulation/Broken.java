package dev.darkroom.simulation;

/** Something that must always be true was not. */
final class Broken extends Error {
  private static final long serialVersionUID = 1;

  Broken(String what) {
    super(what);
  }

  Broken(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
