package dev.darkroom.media;

import dev.darkroom.media.VideoException.Kind;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A {@link VideoChild} that runs, seen from the server. */
final class VideoProcess implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VideoProcess.class);
  private static final int PIPE_BYTES = 1 << 16;
  private static final int COMPLAINT_BYTES_MAX = 2000;

  /**
   * Small, quick to start, and silent when it dies. Frames lie outside of the heap. Signals stay as
   * the shell has set them, and whatever the JVM itself has to say does not get between the frames.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx128m",
          "-Xss1m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:CompressedClassSpaceSize=32m",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xrs",
          "-XX:+DisplayVMOutputToStderr",
          "-Xlog:disable",
          "-Xlog:all=warning:stderr",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
          "-Dorg.bytedeco.javacpp.maxBytes=0",
          "--enable-native-access=ALL-UNNAMED");

  /**
   * Becomes the command that follows, under three rules. The address space is bounded, because a
   * few kilobytes of a file can name an index of gigabytes (not on macOS, which cannot do it). If
   * memory ends all the same, the child is the first to go. And a signal to all of the terminal, as
   * a Ctrl-C, is the server's to answer: a child ends with its pipes. What the server knows from
   * its environment, keys among it, is not for a hostile file.
   */
  private static final String RULES =
      """
      ulimit -v %d 2>/dev/null
      { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null
      trap '' INT QUIT TERM HUP
      exec /usr/bin/env -i "$@"
      """
          .formatted(2L << 20);

  private static final long DEATH_MILLIS = 1000;

  /** What is left of a process whose memory ended: killed by the system, or ended by its JVM. */
  private static final Set<Integer> OUT_OF_MEMORY = Set.of(128 + 9, 3);

  private final Process process;
  private final DataInputStream from;
  private volatile boolean outOfTime;

  private VideoProcess(Process process) {
    this.process = process;
    this.from = new DataInputStream(new BufferedInputStream(process.getInputStream(), PIPE_BYTES));
  }

  /**
   * Starts a child, which is killed when its time is over.
   *
   * @param arguments as {@link VideoChild#main} takes them
   * @throws UncheckedIOException if it does not start, which is not the file's doing
   */
  static VideoProcess start(Duration within, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", RULES, "video"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    String cache = System.getProperty("org.bytedeco.javacpp.cachedir");
    if (cache != null) {
      command.add("-Dorg.bytedeco.javacpp.cachedir=" + cache);
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), VideoChild.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    try {
      VideoProcess child = new VideoProcess(builder.start());
      child.watch(within);
      try {
        child.awaitReady();
      } catch (IOException e) {
        child.close();
        throw e;
      }
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("The video process did not start", e);
    }
  }

  static List<String> arguments(String what, Path file, VideoFormat format, VideoLimits limits) {
    return List.of(
        what,
        file.toAbsolutePath().toString(),
        format.name(),
        Double.toString(limits.secondsMax()),
        Long.toString(limits.pixelsMax()),
        Long.toString(limits.framesMax()));
  }

  /**
   * The format that a file begins as.
   *
   * @throws VideoException NOT_A_VIDEO
   */
  static VideoFormat format(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return VideoFormat.sniff(in.readNBytes(VideoFormat.SNIFFED_BYTES))
          .orElseThrow(() -> new VideoException(Kind.NOT_A_VIDEO));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void watch(Duration within) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                  LOG.debug("A video process took too long and is killed");
                  outOfTime = true;
                  process.destroyForcibly();
                }
              } catch (InterruptedException _) {
                process.destroyForcibly();
              }
            });
    Thread.ofVirtual().start(this::hear);
  }

  /** A pipe that nobody empties would stop the child. */
  private void hear() {
    try (InputStream complaints = process.getErrorStream()) {
      byte[] first = complaints.readNBytes(COMPLAINT_BYTES_MAX);
      complaints.transferTo(OutputStream.nullOutputStream());
      if (first.length > 0) {
        LOG.debugf(
            "A video process said: %s", new String(first, java.nio.charset.StandardCharsets.UTF_8));
      }
    } catch (IOException _) {
      // It is gone.
    }
  }

  private void awaitReady() throws IOException {
    try {
      if (from.readUnsignedByte() == VideoWire.READY) {
        return;
      }
    } catch (EOFException _) {
      // It died before it was ready.
    }
    throw new IOException("it ended with code " + exitCode());
  }

  private String exitCode() {
    return process.isAlive() ? "none" : Integer.toString(process.exitValue());
  }

  /** What it says. */
  DataInputStream from() {
    return from;
  }

  /** What it hears; not buffered. */
  OutputStream to() {
    return process.getOutputStream();
  }

  /**
   * The end of a child that was to answer more: its time or its memory was over, or the file broke
   * it. To be asked before it is closed.
   */
  VideoException broken(IOException e) {
    boolean outOfMemory = awaitDeath() && OUT_OF_MEMORY.contains(process.exitValue());
    Kind kind = outOfTime ? Kind.TOO_SLOW : outOfMemory ? Kind.BUSY : Kind.BROKEN;
    LOG.debugf(e, "A video process ended in the middle, with code %s: %s", exitCode(), kind);
    return new VideoException(kind);
  }

  private boolean awaitDeath() {
    try {
      return process.waitFor(DEATH_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Kills it, if it still runs; its memory is free again when this returns. */
  @Override
  public void close() {
    process.destroyForcibly();
    boolean _ = awaitDeath();
    for (AutoCloseable pipe : Arrays.asList(process.getInputStream(), process.getOutputStream())) {
      try {
        pipe.close();
      } catch (Exception _) {
        // It is gone.
      }
    }
  }
}
