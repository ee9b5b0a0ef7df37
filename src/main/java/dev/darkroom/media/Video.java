package dev.darkroom.media;

import dev.darkroom.media.VideoException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Looks at video files, in a process of its own each time. */
public final class Video {
  /** Whose file it is: what was paid for does not wait behind what strangers bring. */
  public enum Of {
    USER,
    PROVIDER
  }

  /** Looked at together, each with its memory. */
  private static final int PLACES = 2;

  private static final Semaphore FOR_USERS = new Semaphore(PLACES, true);
  private static final Semaphore FOR_PROVIDERS = new Semaphore(PLACES, true);

  private Video() {}

  /**
   * Counts a file's packets and decodes its first frame, in constant memory.
   *
   * @param limits also bound how long a place is waited for
   * @throws VideoException if it is no video, damaged or too much of one; BUSY if no place became
   *     free in time, or memory ended
   * @throws UncheckedIOException if the file cannot be read, or no process be started
   */
  public static SeenVideo look(Of of, Path file, VideoLimits limits) {
    VideoFormat format = VideoProcess.format(file);
    Semaphore free =
        switch (of) {
          case USER -> FOR_USERS;
          case PROVIDER -> FOR_PROVIDERS;
        };
    takePlace(free, limits);
    try (VideoProcess child =
        VideoProcess.start(limits.within(), VideoProcess.arguments("look", file, format, limits))) {
      try {
        VideoWire.Header header = VideoWire.header(child.from(), limits);
        return new SeenVideo(header.measured(format), blurhash(child, header));
      } catch (IOException e) {
        throw child.broken(e);
      }
    } finally {
      free.release();
    }
  }

  /**
   * A small picture of an early frame that is not dark, no larger than a {@link Preview}. Nothing
   * else of the file is read, so what is damaged or too long after it is not seen. Whoever asks
   * bounds how many do so together.
   *
   * @throws VideoException as {@link #look}
   * @throws UncheckedIOException as {@link #look}
   */
  static Picture still(Path file, VideoLimits limits) {
    VideoFormat format = VideoProcess.format(file);
    try (VideoProcess child =
        VideoProcess.start(
            limits.within(), VideoProcess.arguments("still", file, format, limits))) {
      try {
        VideoWire.Still still = VideoWire.still(child.from());
        OpenCv.load(); // before the first pointer is made
        try (BytePointer lent = new BytePointer(still.pixels());
            Mat coded = new Mat(still.height(), still.width(), opencv_core.CV_8UC3, lent)) {
          return Picture.of(PixelThreads.call(() -> Turns.turned(coded, still.quarterTurns())));
        }
      } catch (IOException e) {
        throw child.broken(e);
      }
    }
  }

  private static void takePlace(Semaphore free, VideoLimits limits) {
    try {
      if (!free.tryAcquire(limits.within().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new VideoException(Kind.BUSY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new VideoException(Kind.BUSY);
    }
  }

  private static String blurhash(VideoProcess child, VideoWire.Header header) throws IOException {
    double scale = (double) VideoChild.SMALL_SIDE / Math.max(header.width(), header.height());
    int width = VideoChild.small(header.width(), scale);
    int height = VideoChild.small(header.height(), scale);
    byte[] pixels = new byte[3 * width * height];
    child.from().readFully(pixels);
    OpenCv.load(); // before the first pointer is made
    try (BytePointer lent = new BytePointer(pixels);
        Mat small = new Mat(height, width, opencv_core.CV_8UC3, lent);
        Picture upright = Picture.of(Turns.turned(small, header.quarterTurns()))) {
      return upright.blurhash();
    }
  }
}
