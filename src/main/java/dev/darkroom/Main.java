package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts the server. A setting that stops the start is said in one line, not in a stack trace. */
@QuarkusMain
public final class Main {
  /** Those who stop servers kill them after ten seconds. */
  private static final Duration STOP_WITHIN = Duration.ofMillis(9_500);

  /** As the system says of a process that ended when it was asked to. */
  private static final int TERMINATED = 143;

  private Main() {}

  /** Runs until the server is told to stop; {@code rehearse FOLDER} is a {@link Rehearsal}. */
  public static void main(String[] args) {
    if (args.length == 2 && args[0].equals("rehearse")) {
      // The JVM may take longer than that to write what it remembers.
      Rehearsal.prepare(Path.of(args[1]));
    } else {
      Runtime.getRuntime().addShutdownHook(new Thread(Main::endInTime));
    }
    Quarkus.run(null, Main::exit, args);
  }

  /** Whatever hangs: nothing is lost by a kill, so this server may as well do it itself. */
  @SuppressWarnings("SystemOut") // There may be no log any more.
  private static void endInTime() {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(STOP_WITHIN);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              System.err.println("Darkroom does not stop in time, so it is ended.");
              Runtime.getRuntime().halt(TERMINATED);
            });
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
