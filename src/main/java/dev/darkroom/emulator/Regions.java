package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CMP_EQ;
import static org.bytedeco.opencv.global.opencv_core.CV_32S;
import static org.bytedeco.opencv.global.opencv_core.bitwise_not;
import static org.bytedeco.opencv.global.opencv_core.bitwise_or;
import static org.bytedeco.opencv.global.opencv_core.compare;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_imgproc.CC_STAT_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CLOSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_OPEN;
import static org.bytedeco.opencv.global.opencv_imgproc.connectedComponentsWithStats;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;

import org.bytedeco.javacpp.indexer.IntIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Connected regions of a black and white mask; all results belong to the caller's scope. */
final class Regions {
  /** Holes up to this share of the region are filled: specks, not the inside of a ring. */
  private static final double MOST_HOLE_SHARE = 0.15;

  private Regions() {}

  /** The largest region alone, without hairs and small holes; all 0 if there is none. */
  static Mat largestFilled(Mat mask) {
    Mat smooth = new Mat();
    int side = Math.max(1, Math.min(mask.cols(), mask.rows()) / 120);
    Mat brush = getStructuringElement(MORPH_ELLIPSE, new Size(2 * side + 1, 2 * side + 1));
    morphologyEx(mask, smooth, MORPH_OPEN, brush);
    morphologyEx(smooth, smooth, MORPH_CLOSE, brush);
    Mat region = largest(smooth);
    fillHoles(region);
    return region;
  }

  private static Mat largest(Mat mask) {
    Labeled regions = Labeled.of(mask);
    int best = 0;
    for (int label = 1; label < regions.count(); label++) {
      if (best == 0 || regions.area(label) > regions.area(best)) {
        best = label;
      }
    }
    return best == 0 ? new Mat(mask.size(), mask.type(), Scalar.all(0)) : regions.mask(best);
  }

  private static void fillHoles(Mat region) {
    Mat outside = new Mat();
    bitwise_not(region, outside);
    Labeled regions = Labeled.of(outside);
    double most = MOST_HOLE_SHARE * countNonZero(region);
    for (int label = 1; label < regions.count(); label++) {
      if (regions.area(label) <= most && !regions.touchesBorder(label, region)) {
        bitwise_or(region, regions.mask(label), region);
      }
    }
  }

  /** Labels from 1 on, each with its box and area. */
  private record Labeled(int count, Mat labels, IntIndexer stats) {
    static Labeled of(Mat mask) {
      Mat labels = new Mat();
      Mat stats = new Mat();
      int count = connectedComponentsWithStats(mask, labels, stats, new Mat(), 8, CV_32S);
      return new Labeled(count, labels, stats.createIndexer());
    }

    int area(int label) {
      return stats.get(label, CC_STAT_AREA);
    }

    boolean touchesBorder(int label, Mat mask) {
      int left = stats.get(label, 0);
      int top = stats.get(label, 1);
      return left == 0
          || top == 0
          || left + stats.get(label, 2) == mask.cols()
          || top + stats.get(label, 3) == mask.rows();
    }

    Mat mask(int label) {
      Mat mask = new Mat();
      compare(labels, new Mat(labels.size(), CV_32S, Scalar.all(label)), mask, CMP_EQ);
      return mask;
    }
  }
}
