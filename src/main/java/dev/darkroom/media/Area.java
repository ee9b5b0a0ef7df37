package dev.darkroom.media;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/** A rectangle of whole pixels inside a picture; never empty. */
record Area(int x, int y, int width, int height) {

  /** The same rectangle, seen from elsewhere. */
  Area movedBy(long right, long down) {
    return new Area((int) (x + right), (int) (y + down), width, height);
  }

  /** These pixels of {@code whole}: a view on the same memory, which the caller closes. */
  Mat of(Mat whole) {
    try (Rect rectangle = new Rect(x, y, width, height)) {
      return new Mat(whole, rectangle);
    }
  }
}
