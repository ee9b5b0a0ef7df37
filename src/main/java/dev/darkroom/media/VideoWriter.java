package dev.darkroom.media;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * Makes a video, frame by frame, encoded in another process: H.264 in MP4 with the index in front,
 * and the sound of another file, as it is, if it is given one.
 */
public final class VideoWriter implements AutoCloseable {
  private static final int CHANNELS = 3;
  private static final int SIDE_MIN = 16;

  /** What OpenH264 takes: level 5.2. */
  private static final long PIXELS_MAX = 3840L * 2160;

  private static final Duration WITHIN = Duration.ofHours(2);

  private final VideoProcess child;
  private final OutputStream to;
  private final Path file;
  private final int width;
  private final int height;
  private final byte[] pixels;
  private boolean finished;

  private VideoWriter(VideoProcess child, Path file, int width, int height) {
    this.child = child;
    this.to = new BufferedOutputStream(child.to(), 1 << 16);
    this.file = file;
    this.width = width;
    this.height = height;
    this.pixels = new byte[CHANNELS * width * height];
  }

  /**
   * Begins a file; one that is there is replaced.
   *
   * @param width pixels: even, at least 16; width × height at most 3840 × 2160
   * @param height pixels, as the width
   * @param soundFrom a video whose sound is copied where MP4 can hold it, or null
   * @throws UncheckedIOException if no process can be started
   */
  public static VideoWriter create(
      Path file, int width, int height, FrameRate rate, @Nullable Path soundFrom) {
    boolean allowed =
        width % 2 == 0
            && height % 2 == 0
            && Math.min(width, height) >= SIDE_MIN
            && (long) width * height <= PIXELS_MAX;
    if (!allowed) {
      throw new IllegalArgumentException("cannot encode " + width + " × " + height);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "write",
                file.toAbsolutePath().toString(),
                Integer.toString(width),
                Integer.toString(height),
                rate.numerator() + "/" + rate.denominator()));
    if (soundFrom != null) {
      arguments.add(soundFrom.toAbsolutePath().toString());
    }
    return new VideoWriter(VideoProcess.start(WITHIN, arguments), file, width, height);
  }

  /**
   * Adds a frame.
   *
   * @param bgr 8-bit BGR of the size of the video
   * @throws UncheckedIOException if the other process is gone
   */
  public void write(Mat bgr) {
    if (bgr.cols() != width || bgr.rows() != height || bgr.type() != opencv_core.CV_8UC3) {
      throw new IllegalArgumentException("a frame must be BGR, " + width + " × " + height);
    }
    if (bgr.isContinuous()) {
      bgr.data().get(pixels);
    } else {
      try (Mat dense = bgr.clone()) {
        dense.data().get(pixels);
      }
    }
    try {
      to.write(VideoWire.FRAME);
      to.write(pixels);
    } catch (IOException e) {
      throw new UncheckedIOException("The video could not be encoded", e);
    }
  }

  /**
   * Completes the file.
   *
   * @throws UncheckedIOException if it could not be written
   */
  public void finish() {
    try {
      to.write(VideoWire.END);
      to.flush();
      if (child.from().readUnsignedByte() != VideoWire.END) {
        throw new IOException("the encoder refused");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The video could not be encoded", e);
    }
    finished = true;
  }

  /** Ends the other process; a file that was not finished is deleted. */
  @Override
  public void close() {
    child.close();
    if (!finished) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
