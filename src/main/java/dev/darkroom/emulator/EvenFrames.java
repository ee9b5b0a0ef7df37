package dev.darkroom.emulator;

import dev.darkroom.media.VideoReader;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** The frames of a video without the last column and row where those are odd, as H.264 wants it. */
final class EvenFrames implements AutoCloseable {
  private final VideoReader reader;
  private final Mat whole = new Mat();
  private final Rect part;

  EvenFrames(VideoReader reader) {
    this.reader = reader;
    this.part = new Rect(0, 0, even(reader.video().width()), even(reader.video().height()));
  }

  private static int even(int side) {
    return side / 2 * 2;
  }

  int width() {
    return part.width();
  }

  int height() {
    return part.height();
  }

  /** As {@link VideoReader#next}. */
  boolean next(Mat into) {
    if (part.width() == reader.video().width() && part.height() == reader.video().height()) {
      return reader.next(into);
    }
    if (!reader.next(whole)) {
      return false;
    }
    try (Mat seen = whole.apply(part)) {
      seen.copyTo(into);
    }
    return true;
  }

  @Override
  public void close() {
    whole.close();
    part.close();
  }
}
