package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.max;
import static org.bytedeco.opencv.global.opencv_core.min;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_RECT;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.dilate;
import static org.bytedeco.opencv.global.opencv_imgproc.erode;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Between which brightnesses each enlarged pixel may lie: those of its source's neighbours. */
final class Bounds implements AutoCloseable {
  /** How far a pixel may leave the range of its neighbours: levels, and share of the range. */
  private static final double OVERSHOOT_LEVELS = 2;

  private static final double OVERSHOOT_SHARE = 0.08;

  private final Mat low;
  private final Mat high;

  private Bounds(Mat low, Mat high) {
    this.low = low;
    this.high = high;
  }

  /** Darkest and brightest of the 3 x 3 around each pixel of the source, at the new size. */
  static Bounds of(Mat source, int width, int height) {
    Mat low = new Mat();
    Mat high = new Mat();
    try (Mat brightness = new Mat();
        Mat extreme = new Mat();
        Size size = new Size(width, height);
        Size around = new Size(3, 3);
        Mat neighbours = getStructuringElement(MORPH_RECT, around)) {
      cvtColor(source, brightness, COLOR_BGR2GRAY);
      erode(brightness, extreme, neighbours);
      resize(extreme, low, size, 0, 0, INTER_LINEAR);
      dilate(brightness, extreme, neighbours);
      resize(extreme, high, size, 0, 0, INTER_LINEAR);
    }
    return new Bounds(low, high);
  }

  /** Brightness (32 bits) of these rows, held within bounds, as 8 bits. */
  Mat clamped(Mat wished, int row, int end) {
    Mat result = new Mat();
    try (PointerScope _ = new PointerScope()) {
      Mat least = new Mat();
      Mat most = new Mat();
      low.rowRange(row, end).convertTo(least, CV_32F);
      high.rowRange(row, end).convertTo(most, CV_32F);
      Mat slack = new Mat();
      subtract(most, least, slack);
      slack.convertTo(slack, CV_32F, OVERSHOOT_SHARE, OVERSHOOT_LEVELS);
      subtract(least, slack, least);
      add(most, slack, most);
      Mat held = new Mat();
      max(wished, least, held);
      min(held, most, held);
      held.convertTo(result, CV_8U);
    }
    return result;
  }

  @Override
  public void close() {
    low.close();
    high.close();
  }
}
