package dev.darkroom.emulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The emulator alone: {@code ./darkroom emulator}.
 *
 * <p>Environment: {@code DARKROOM_EMULATOR_PORT} (8081), {@code DARKROOM_EMULATOR_HOST}
 * (127.0.0.1), {@code DARKROOM_DATA_DIR} (./data; the emulator keeps to its folder {@code
 * emulator}), {@code DARKROOM_EMULATOR_RUNNERS} (2), {@code DARKROOM_EMULATOR_QUEUE_MILLIS} (500),
 * {@code DARKROOM_EMULATOR_RUN_MILLIS} (3000), {@code DARKROOM_EMULATOR_HOOK_MILLIS} (1000: before
 * a webhook is tried again for the first time). {@link Cruelty} says what can be ordered from it.
 */
public final class EmulatorMain {
  private static final String LOG_MANAGER = "java.util.logging.manager";

  private EmulatorMain() {}

  /** Prints the addresses and runs until it is told to stop. */
  @SuppressWarnings("SystemOut") // A command's answer belongs on standard output.
  public static void main(String[] args) throws IOException, InterruptedException {
    // Read when the first logger is made, so it must stand first.
    if (System.getProperty(LOG_MANAGER) == null) {
      System.setProperty(LOG_MANAGER, "org.jboss.logmanager.LogManager");
    }
    Emulator emulator = Emulator.start(settings(System.getenv()));
    System.out.println("FAL_QUEUE_URL=" + emulator.queueUrl());
    System.out.println("FAL_RUN_URL=" + emulator.runUrl());
    System.out.println("FAL_REST_URL=" + emulator.restUrl());
    Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "emulator-close"));
    new CountDownLatch(1).await();
  }

  static EmulatorSettings settings(Map<String, String> environment) {
    Path data = Path.of(environment.getOrDefault("DARKROOM_DATA_DIR", "data"));
    EmulatorSettings defaults = EmulatorSettings.in(data.resolve("emulator"));
    HookSettings hooks = defaults.hooks();
    return defaults
        .withHost(environment.getOrDefault("DARKROOM_EMULATOR_HOST", defaults.host()))
        .withPort(number(environment, "DARKROOM_EMULATOR_PORT", defaults.port()))
        .withRunners(number(environment, "DARKROOM_EMULATOR_RUNNERS", defaults.runners()))
        .withDelays(
            millis(environment, "DARKROOM_EMULATOR_QUEUE_MILLIS", defaults.queueDelay()),
            millis(environment, "DARKROOM_EMULATOR_RUN_MILLIS", defaults.runDelay()))
        .withHooks(
            hooks.withPauses(
                millis(environment, "DARKROOM_EMULATOR_HOOK_MILLIS", hooks.firstPause()),
                hooks.maxPause()));
  }

  private static Duration millis(Map<String, String> environment, String name, Duration otherwise) {
    return Duration.ofMillis(number(environment, name, (int) otherwise.toMillis()));
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String text = environment.get(name);
    try {
      return text == null ? otherwise : Integer.parseInt(text.strip());
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(name + " must be a whole number, not '" + text + "'");
    }
  }
}
