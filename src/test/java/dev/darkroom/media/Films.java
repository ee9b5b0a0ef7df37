package dev.darkroom.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Videos as users bring them: a disk that crosses a wall. */
public final class Films {
  private static final VideoLimits LIMITS =
      new VideoLimits(3600, 10_000_000, 100_000, Duration.ofSeconds(60));

  /** Encoding starts a process each time; the same video may be brought again. */
  private static final ConcurrentMap<String, byte[]> MADE = new ConcurrentHashMap<>();

  private Films() {}

  /** Draws one frame. */
  @FunctionalInterface
  public interface Scene {
    /** The frame of this number, from 0, on a BGR canvas of unknown content. */
    void draw(Mat canvas, int frame);
  }

  public static byte[] mp4(int width, int height, int frames, int fps) {
    return MADE.computeIfAbsent(
            "%d %d %d %d".formatted(width, height, frames, fps),
            _ -> mp4(width, height, frames, fps, (canvas, i) -> draw(canvas, (double) i / frames)))
        .clone();
  }

  public static byte[] mp4(int width, int height, int frames, int fps, Scene scene) {
    try {
      Path file = Files.createTempFile("film", ".mp4");
      try (VideoWriter writer =
              VideoWriter.create(file, width, height, new FrameRate(fps, 1), null);
          Mat frame = new Mat(height, width, opencv_core.CV_8UC3)) {
        for (int i = 0; i < frames; i++) {
          scene.draw(frame, i);
          writer.write(frame);
        }
        writer.finish();
        return Files.readAllBytes(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void draw(Mat frame, double at) {
    int radius = Math.max(4, frame.rows() / 5);
    int x = (int) (radius + at * (frame.cols() - 2 * radius));
    try (Scalar wall = new Scalar(90, 60, 40, 0);
        Scalar light = new Scalar(60, 180, 240, 0);
        Point center = new Point(x, frame.rows() / 2)) {
      frame.put(wall);
      opencv_imgproc.circle(
          frame, center, radius, light, opencv_imgproc.FILLED, opencv_imgproc.LINE_AA, 0);
    }
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The frames of a video, which the caller closes. */
  public static List<Mat> frames(byte[] file) {
    List<Mat> frames = new ArrayList<>();
    try {
      Path path = Files.createTempFile("film", ".mp4");
      Files.write(path, file);
      try (VideoReader reader = VideoReader.open(path, LIMITS)) {
        Mat frame = new Mat();
        while (reader.next(frame)) {
          frames.add(frame);
          frame = new Mat();
        }
        frame.close();
      } finally {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }

  /** What a downloaded file holds. */
  public static SeenVideo look(byte[] file) {
    try {
      Path path = Files.createTempFile("film", ".mp4");
      try {
        Files.write(path, file);
        return Video.look(Video.Of.USER, path, LIMITS);
      } finally {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes hours into every header that names a duration; the frames stay as few as they are. */
  public static byte[] claimingHours(byte[] mp4, int hours) {
    byte[] patched = mp4.clone();
    boolean found = false;
    for (int i = 0; i + 24 < patched.length; i++) {
      if (named(patched, i, "mvhd") || named(patched, i, "mdhd")) {
        // After the name: version and flags, two times, the time scale, the duration.
        int scale = number(patched, i + 16);
        write(patched, i + 20, (int) Math.min(Integer.MAX_VALUE, scale * 3600L * hours));
        found = true;
      } else if (named(patched, i, "tkhd")) {
        write(patched, i + 24, (int) Math.min(Integer.MAX_VALUE, 1000 * 3600L * hours));
      }
    }
    if (!found) {
      throw new IllegalArgumentException("This is no MP4");
    }
    return patched;
  }

  private static boolean named(byte[] file, int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (file[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] file, int at) {
    return java.nio.ByteBuffer.wrap(file).getInt(at);
  }

  private static void write(byte[] file, int at, int value) {
    java.nio.ByteBuffer.wrap(file).putInt(at, value);
  }
}
