package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** A cloudy wall that can be moved by parts of a pixel. */
final class Pattern {
  private static final int ROOM = 40;

  private Pattern() {}

  /** So many pixels further to the left. */
  static Mat at(int width, int height, double left) {
    return moved(width, height, left, 7);
  }

  /** A wall that has nothing in common with it. */
  static Mat other(int width, int height) {
    return moved(width, height, 0, 11);
  }

  private static Mat moved(int width, int height, double left, long seed) {
    Mat seen = new Mat();
    try (PointerScope _ = new PointerScope()) {
      Mat wall = new Mat(height + 2 * ROOM, width + 2 * ROOM, CV_8UC3);
      byte[] noise = new byte[3 * wall.rows() * wall.cols()];
      new Random(seed).nextBytes(noise);
      wall.data().put(noise);
      GaussianBlur(wall, wall, new Size(0, 0), 3);
      wall.convertTo(wall, -1, 6, -5 * 128);
      Mat way = new Mat(2, 3, CV_32FC1);
      try (FloatIndexer cells = way.createIndexer()) {
        cells.put(0, 0, new float[] {1, 0, (float) -left}).put(1, 0, new float[] {0, 1, 0});
      }
      Mat moved = new Mat();
      warpAffine(wall, moved, way, wall.size(), INTER_CUBIC, BORDER_REPLICATE, new Scalar());
      moved.apply(new Rect(ROOM, ROOM, width, height)).copyTo(seen);
    }
    return seen;
  }

  /** Mean of the absolute differences of all values, 0 to 255. */
  static double difference(Mat one, Mat other) {
    try (PointerScope _ = new PointerScope()) {
      Mat difference = new Mat();
      absdiff(one, other, difference);
      Scalar mean = mean(difference);
      return (mean.get(0) + mean.get(1) + mean.get(2)) / 3;
    }
  }
}
