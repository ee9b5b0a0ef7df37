package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.addWeighted;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_core.scaleAdd;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;

/**
 * Makes frames between two frames: dense optical flow is measured both ways on small grey copies,
 * both frames are moved along it to the wanted time, and blended. The flows at that time come from
 * the measured ones as in Super SloMo (Jiang et al., 2018), section 3.2.
 */
final class InBetween implements AutoCloseable {
  /** The flow is measured at this shorter side at most; more lines cost time and add noise. */
  private static final int LINES_MAX = 480;

  /** Mean grey steps that are left after the motion is taken out, from which two scenes differ. */
  private static final double CUT = 20;

  private final boolean cuts;
  private final Size size;
  private final Size small;
  private final double scale;
  private final Mat grid;
  private final DISOpticalFlow measure = DISOpticalFlow.create(DISOpticalFlow.PRESET_FAST);
  private final Mat before = new Mat();
  private final Mat after = new Mat();
  private final Mat forward = new Mat();
  private final Mat backward = new Mat();
  private boolean held;

  /**
   * For frames of one size.
   *
   * @param cuts whether nothing is put between two scenes
   */
  InBetween(int width, int height, boolean cuts) {
    this.cuts = cuts;
    this.size = new Size(width, height);
    this.scale = Math.max(1, Math.min(width, height) / (double) LINES_MAX);
    this.small = new Size((int) Math.round(width / scale), (int) Math.round(height / scale));
    this.grid = grid(width, height);
  }

  /** Each pixel's own place. */
  private static Mat grid(int width, int height) {
    Mat grid = new Mat(height, width, CV_32FC2);
    try (FloatIndexer places = grid.createIndexer()) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          places.put(y, x, 0, x);
          places.put(y, x, 1, y);
        }
      }
    }
    return grid;
  }

  /** Measures the motion between two frames, which are copied. */
  void look(Mat first, Mat second) {
    first.copyTo(before);
    second.copyTo(after);
    try (PointerScope _ = new PointerScope()) {
      Mat from = grey(before);
      Mat to = grey(after);
      held = difference(from, to) == 0;
      if (held) {
        return;
      }
      measure.calc(from, to, forward);
      if (cuts) {
        Mat back = new Mat();
        Mat here = grid(small.width(), small.height());
        add(here, forward, here);
        remap(to, back, here, new Mat(), INTER_LINEAR, BORDER_REPLICATE, new Scalar());
        held = difference(from, back) > CUT;
      }
      if (!held) {
        measure.calc(to, from, backward);
      }
    }
  }

  /**
   * Makes a frame.
   *
   * @param time from the first frame, 0, to the second, 1
   * @param into becomes the frame; the first one's copy where there is nothing between
   */
  void at(double time, Mat into) {
    if (held) {
      before.copyTo(into);
      return;
    }
    double rest = 1 - time;
    try (PointerScope _ = new PointerScope()) {
      Mat fromBefore = moved(before, -rest * time, time * time);
      Mat fromAfter = moved(after, rest * rest, -time * rest);
      addWeighted(fromBefore, rest, fromAfter, time, 0, into);
    }
  }

  /** A frame, looked up along so much of the forward and of the backward flow. */
  private Mat moved(Mat frame, double ofForward, double ofBackward) {
    Mat flow = new Mat();
    addWeighted(forward, ofForward, backward, ofBackward, 0, flow);
    Mat places = new Mat();
    resize(flow, places, size, 0, 0, INTER_LINEAR);
    scaleAdd(places, scale, grid, places);
    Mat moved = new Mat();
    remap(frame, moved, places, new Mat(), INTER_LINEAR, BORDER_REPLICATE, new Scalar());
    return moved;
  }

  private Mat grey(Mat frame) {
    Mat less = new Mat();
    resize(frame, less, small, 0, 0, INTER_AREA);
    Mat grey = new Mat();
    cvtColor(less, grey, COLOR_BGR2GRAY);
    return grey;
  }

  private static double difference(Mat one, Mat other) {
    Mat difference = new Mat();
    absdiff(one, other, difference);
    return mean(difference).get(0);
  }

  @Override
  public void close() {
    size.close();
    small.close();
    grid.close();
    measure.close();
    before.close();
    after.close();
    forward.close();
    backward.close();
  }
}
