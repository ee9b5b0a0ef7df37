package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2BGRA;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A picture's subject, cut out.
 *
 * @param bgra pixels of the whole picture's size, transparent around the subject; owned
 * @param share how much of the picture the subject covers, 0 to 1
 */
record Subject(Mat bgra, double share) implements AutoCloseable {

  /** Less than this is a speck, more is the picture itself. */
  private static final double LEAST_SHARE = 0.03;

  private static final double MOST_SHARE = 0.9;

  /**
   * Cuts out the subject of a picture, which is always something, if only nothing.
   *
   * @param pixels BGR, or BGRA whose colours alone are looked at
   * @param workingPixels longest side at which the subject is looked for
   * @param refine whether the background's colour is taken out of the edge
   */
  static Subject of(Mat pixels, int workingPixels, boolean refine) {
    try (Mat bgr = opaque(pixels);
        Mat small = reduced(bgr, workingPixels);
        Mat silhouette = Silhouette.of(small)) {
      double share = (double) countNonZero(silhouette) / silhouette.total();
      return new Subject(Matte.of(small, silhouette).cut(bgr, refine), share);
    }
  }

  /** New BGRA pixels: the colours of these, and this alpha. */
  static Mat with(Mat pixels, Mat alpha) {
    try (Mat bgr = opaque(pixels)) {
      Mat bgra = new Mat();
      cvtColor(bgr, bgra, COLOR_BGR2BGRA);
      insertChannel(alpha, bgra, 3);
      return bgra;
    }
  }

  /** Whether it can be believed to be a subject. */
  boolean sensible() {
    return share >= LEAST_SHARE && share <= MOST_SHARE;
  }

  /** The alpha alone, one channel; the caller closes it. */
  Mat mask() {
    Mat mask = new Mat();
    extractChannel(bgra, mask, 3);
    return mask;
  }

  @Override
  public void close() {
    bgra.close();
  }

  private static Mat opaque(Mat pixels) {
    if (pixels.channels() == 3) {
      return new Mat(pixels);
    }
    Mat bgr = new Mat();
    cvtColor(pixels, bgr, COLOR_BGRA2BGR);
    return bgr;
  }

  /** New pixels, shrunk so that no side is longer than this. */
  static Mat reduced(Mat bgr, int mostPixels) {
    double scale = Math.min(1, (double) mostPixels / Math.max(bgr.cols(), bgr.rows()));
    int width = Math.max(1, (int) Math.round(bgr.cols() * scale));
    int height = Math.max(1, (int) Math.round(bgr.rows() * scale));
    Mat small = new Mat();
    try (Size size = new Size(width, height)) {
      resize(bgr, small, size, 0, 0, INTER_AREA);
    }
    return small;
  }
}
