package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CMP_EQ;
import static org.bytedeco.opencv.global.opencv_core.CV_32S;
import static org.bytedeco.opencv.global.opencv_core.bitwise_not;
import static org.bytedeco.opencv.global.opencv_core.bitwise_or;
import static org.bytedeco.opencv.global.opencv_core.compare;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_imgproc.CC_STAT_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CLOSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_DILATE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ERODE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_OPEN;
import static org.bytedeco.opencv.global.opencv_imgproc.boundingRect;
import static org.bytedeco.opencv.global.opencv_imgproc.connectedComponentsWithStats;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;

import org.bytedeco.javacpp.indexer.IntIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Connected regions of a black and white mask; all results belong to the caller's scope. */
final class Regions {
  /** Holes up to this share of the region are filled: specks, not the inside of a ring. */
  private static final double MOST_HOLE_SHARE = 0.15;

  private Regions() {}

  /** The largest region alone, without hairs and small holes; all 0 if there is none. */
  static Mat whole(Mat mask) {
    int hair = Math.max(1, Math.min(mask.cols(), mask.rows()) / 120);
    Mat largest = largest(morphed(mask, MORPH_OPEN, hair));
    Mat region = morphed(largest, MORPH_CLOSE, reach(largest, 0.07));
    fillHoles(region);
    return region;
  }

  /** With parts joined that lie near each other, as a wheel does to its car through a dark tire. */
  static Mat bridged(Mat mask) {
    return morphed(mask, MORPH_CLOSE, reach(mask, 0.07));
  }

  /** The massive part of the largest region: bites and holes are filled, appendages gone. */
  static Mat core(Mat mask) {
    Mat whole = whole(mask);
    return largest(morphed(whole, MORPH_OPEN, reach(whole, 0.1)));
  }

  /** Drawn in from all sides by a share of its own smaller side. */
  static Mat shrunk(Mat region, double share) {
    return morphed(region, MORPH_ERODE, reach(region, share));
  }

  /** Grown to all sides by a share of its own smaller side. */
  static Mat grown(Mat region, double share) {
    return morphed(region, MORPH_DILATE, reach(region, share));
  }

  private static int reach(Mat region, double share) {
    Rect box = boundingRect(region);
    return Math.max(1, (int) Math.round(share * Math.min(box.width(), box.height())));
  }

  private static Mat morphed(Mat mask, int operation, int reachPixels) {
    int side = 2 * reachPixels + 1;
    Mat brush = getStructuringElement(MORPH_ELLIPSE, new Size(side, side));
    // The frame cuts the region off; it does not bite into it, nor is it grown from it.
    Mat framed = new Mat();
    copyMakeBorder(
        mask,
        framed,
        side,
        side,
        side,
        side,
        operation == MORPH_DILATE ? BORDER_CONSTANT : BORDER_REPLICATE);
    Mat result = new Mat();
    morphologyEx(framed, result, operation, brush);
    return new Mat(result, new Rect(side, side, mask.cols(), mask.rows())).clone();
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
