package dev.darkroom.emulator;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the emulator listens, what it keeps, and how fast it pretends to be.
 *
 * @param host address to bind; keep it on loopback, since any non-empty key is accepted
 * @param port TCP port; 0 takes any free one
 * @param folder everything that must survive a restart; used by one emulator at a time
 * @param runners requests worked on at once; the others wait in line
 * @param queueDelay least time between acceptance and start
 * @param runDelay time added to each run, spread over its progress
 * @param hooks how the ends of requests are told
 */
public record EmulatorSettings(
    String host,
    int port,
    Path folder,
    int runners,
    Duration queueDelay,
    Duration runDelay,
    HookSettings hooks,
    Limits limits) {

  /** The port that {@code ./darkroom emulator} takes when none is named. */
  public static final int DEFAULT_PORT = 8081;

  public EmulatorSettings {
    if (runners < 1) {
      throw new IllegalArgumentException("runners must be positive");
    }
    if (queueDelay.isNegative() || runDelay.isNegative()) {
      throw new IllegalArgumentException("delays must not be negative");
    }
  }

  /** Loopback, port 8081, two runners and delays that a person can watch. */
  public static EmulatorSettings in(Path folder) {
    return new EmulatorSettings(
        "127.0.0.1",
        DEFAULT_PORT,
        folder,
        2,
        Duration.ofMillis(500),
        Duration.ofSeconds(3),
        HookSettings.DEFAULT,
        Limits.DEFAULT);
  }

  /** Any free port, no delays and short pauses: what a test wants. */
  public static EmulatorSettings forTests(Path folder) {
    return in(folder)
        .withPort(0)
        .withDelays(Duration.ZERO, Duration.ZERO)
        .withHooks(HookSettings.DEFAULT.withPauses(Duration.ofMillis(50), Duration.ofSeconds(1)));
  }

  public EmulatorSettings withHost(String newHost) {
    return new EmulatorSettings(
        newHost, port, folder, runners, queueDelay, runDelay, hooks, limits);
  }

  public EmulatorSettings withPort(int newPort) {
    return new EmulatorSettings(
        host, newPort, folder, runners, queueDelay, runDelay, hooks, limits);
  }

  public EmulatorSettings withRunners(int newRunners) {
    return new EmulatorSettings(
        host, port, folder, newRunners, queueDelay, runDelay, hooks, limits);
  }

  public EmulatorSettings withDelays(Duration newQueueDelay, Duration newRunDelay) {
    return new EmulatorSettings(
        host, port, folder, runners, newQueueDelay, newRunDelay, hooks, limits);
  }

  public EmulatorSettings withHooks(HookSettings newHooks) {
    return new EmulatorSettings(
        host, port, folder, runners, queueDelay, runDelay, newHooks, limits);
  }

  public EmulatorSettings withLimits(Limits newLimits) {
    return new EmulatorSettings(
        host, port, folder, runners, queueDelay, runDelay, hooks, newLimits);
  }

  /**
   * The bounds of everything that could grow.
   *
   * @param maxWaiting requests in line; more are refused with 429
   * @param maxBodyBytes largest JSON body (an input may carry a data URI)
   * @param maxFileBytes largest upload, and largest file that a model reads from disk
   * @param maxInputBytes largest file that a model reads into memory
   * @param maxFolderBytes when the uploads and outputs exceed this, the oldest go first
   * @param maxInputPixels largest picture that is decoded
   * @param maxOutputPixels largest picture that a model makes
   * @param resultRetention how long a finished request answers; fal keeps a small result 1 hour
   * @param fileRetention how long uploads and outputs can be downloaded
   */
  public record Limits(
      int maxWaiting,
      int maxBodyBytes,
      long maxFileBytes,
      long maxInputBytes,
      long maxFolderBytes,
      long maxInputPixels,
      long maxOutputPixels,
      Duration resultRetention,
      Duration fileRetention) {

    /**
     * 200,000 waiting, 64 MiB bodies and inputs, 512 MiB uploads, 8 GiB in all, 100 MP, 1 hour, 24
     * hours.
     */
    public static final Limits DEFAULT =
        new Limits(
            200_000,
            64 << 20,
            512L << 20,
            64L << 20,
            8L << 30,
            100_000_000,
            100_000_000,
            Duration.ofHours(1),
            Duration.ofHours(24));

    public Limits {
      if (maxWaiting < 1
          || maxBodyBytes < 1
          || maxFileBytes < 1
          || maxInputBytes < 1
          || maxFolderBytes < 1) {
        throw new IllegalArgumentException("limits must be positive");
      }
      if (maxInputPixels < 1 || maxOutputPixels < 1) {
        throw new IllegalArgumentException("pixel limits must be positive");
      }
    }

    /** A copy with another largest file. */
    public Limits withMaxFileBytes(long newMaxFileBytes) {
      return new Limits(
          maxWaiting,
          maxBodyBytes,
          newMaxFileBytes,
          maxInputBytes,
          maxFolderBytes,
          maxInputPixels,
          maxOutputPixels,
          resultRetention,
          fileRetention);
    }
  }
}
