package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import org.jspecify.annotations.Nullable;

/** Starts the server. A setting that stops the start is said in one line, not in a stack trace. */
@QuarkusMain
public final class Main {

  private Main() {}

  /** Runs until the server is told to stop. */
  public static void main(String[] args) {
    Quarkus.run(null, Main::exit, args);
  }

  // There is no log yet, or no longer: the framework has stopped when this is called.
  @SuppressWarnings({"SystemOut", "CatchAndPrintStackTrace"})
  private static void exit(Integer code, @Nullable Throwable problem) {
    if (problem == null) {
      System.exit(code);
      return;
    }
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (isAboutSettings(cause)) {
        System.err.println("Darkroom does not start: " + cause.getMessage());
        System.exit(1);
      }
    }
    System.err.println("Darkroom does not start.");
    problem.printStackTrace();
    System.exit(1);
  }

  private static boolean isAboutSettings(Throwable cause) {
    return cause instanceof StartException
        || cause instanceof ConfigValidationException
        || cause instanceof QuarkusBindException;
  }
}
