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
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A {@link VideoChild} that runs, seen from the server. */
final class VideoProcess implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(VideoProcess.class);
  private static final int PIPE_BYTES = 1 << 16;
  private static final int COMPLAINT_BYTES_MAX = 2000;

  /** Small, quick to start, and silent when it dies. Frames lie outside of the heap. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx128m",
          "-Xss1m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:+SuppressFatalErrorMessage",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
          "-Dorg.bytedeco.javacpp.maxBytes=0",
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final DataInputStream from;

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
    List<String> command = new ArrayList<>();
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
    // What the server knows from its environment, keys among it, is not for a hostile file.
    builder.environment().clear();
    try {
      VideoProcess child = new VideoProcess(builder.start());
      child.watch(within);
      child.awaitReady();
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
    close();
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

  /** The end of a child that was to answer more: the file broke it, or its time was over. */
  VideoException broken(IOException e) {
    LOG.debugf(e, "A video process ended in the middle");
    return new VideoException(Kind.BROKEN);
  }

  /** Kills it, if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
    for (AutoCloseable pipe : Arrays.asList(process.getInputStream(), process.getOutputStream())) {
      try {
        pipe.close();
      } catch (Exception _) {
        // It is gone.
      }
    }
  }
}
