package dev.darkroom.simulation;

import java.util.function.Supplier;

/** Something that must always be true was not. */
final class Broken extends Error {
  private static final long serialVersionUID = 1;

  Broken(String what) {
    super(what);
  }

  Broken(Throwable cause) {
    super(cause.toString(), cause);
  }

  static void unless(boolean holds, Supplier<String> what) {
    if (!holds) {
      throw new Broken(what.get());
    }
  }
}
