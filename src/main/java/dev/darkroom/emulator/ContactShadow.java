package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The shadow that a standing subject throws on the ground right below it.
 *
 * <p>The ground is where the lower hull of the silhouette runs, from wheel to wheel; between it and
 * the underside of the subject it is dark.
 */
final class ContactShadow {
  private static final double NEAR_STRENGTH = 0.6;
  private static final double WIDE_STRENGTH = 0.45;

  private final int left;
  private final int top;
  private final int width;
  private final int[] underside;

  private ContactShadow(Mat bgra, int left, int top) {
    this.left = left;
    this.top = top;
    this.width = bgra.cols();
    this.underside = underside(bgra);
  }

  /** Darkens BGR pixels below where {@code bgra} will be laid, its top left corner at x, y. */
  static void throwOn(Mat bgr, Mat bgra, int x, int y) {
    new ContactShadow(bgra, x, y).apply(bgr);
  }

  private void apply(Mat bgr) {
    int[] ground = lowerHull();
    try (PointerScope _ = new PointerScope()) {
      int drop = Math.max(1, width / 60);
      darken(bgr, filled(bgr, ground, drop), width / 90.0, NEAR_STRENGTH);
      darken(bgr, filled(bgr, ground, 2 * drop), width / 24.0, WIDE_STRENGTH);
    }
  }

  /** The lowest opaque row of each column, −1 where there is none. */
  private static int[] underside(Mat bgra) {
    int[] lowest = new int[bgra.cols()];
    Arrays.fill(lowest, -1);
    byte[] row = new byte[4 * bgra.cols()];
    for (int y = 0; y < bgra.rows(); y++) {
      bgra.ptr(y).get(row);
      for (int x = 0; x < lowest.length; x++) {
        lowest[x] = (row[4 * x + 3] & 0xff) > 127 ? y : lowest[x];
      }
    }
    return lowest;
  }

  /** For each column the row of the ground: Andrew's monotone chain over the undersides. */
  private int[] lowerHull() {
    Deque<int[]> hull = new ArrayDeque<>();
    for (int x = 0; x < width; x++) {
      if (underside[x] >= 0) {
        int[] point = {x, underside[x]};
        while (hull.size() > 1 && !turnsUp(hull, point)) {
          hull.removeLast();
        }
        hull.addLast(point);
      }
    }
    int[] ground = new int[width];
    Arrays.fill(ground, -1);
    Iterator<int[]> points = hull.iterator();
    int[] from = points.hasNext() ? points.next() : new int[] {0, -1};
    while (points.hasNext()) {
      int[] to = points.next();
      for (int x = from[0]; x <= to[0]; x++) {
        ground[x] = from[1] + (to[1] - from[1]) * (x - from[0]) / (to[0] - from[0]);
      }
      from = to;
    }
    return ground;
  }

  /** Whether the last point lies below the line from the one before it to the new one. */
  private static boolean turnsUp(Deque<int[]> hull, int[] point) {
    Iterator<int[]> backwards = hull.descendingIterator();
    int[] last = backwards.next();
    int[] before = backwards.next();
    long cross =
        (long) (last[0] - before[0]) * (point[1] - before[1])
            - (long) (last[1] - before[1]) * (point[0] - before[0]);
    return cross < 0;
  }

  private Mat filled(Mat bgr, int[] ground, int dropPixels) {
    byte[] dark = new byte[bgr.rows() * bgr.cols()];
    // Rounded ends, so that the shadow does not stop like a box.
    for (int x = 0; x < width; x++) {
      int column = left + x;
      if (ground[x] < 0 || column < 0 || column >= bgr.cols()) {
        continue;
      }
      double end = Math.min(1, Math.min(x, width - 1 - x) / (0.06 * width));
      int from = Math.max(0, top + underside[x] - dropPixels);
      int to = Math.min(bgr.rows() - 1, top + ground[x] + (int) (dropPixels * end));
      for (int y = from; y <= to; y++) {
        dark[y * bgr.cols() + column] = (byte) 255;
      }
    }
    Mat shadow = new Mat(bgr.rows(), bgr.cols(), CV_8UC1, Scalar.all(0));
    shadow.data().put(dark);
    return shadow;
  }

  private static void darken(Mat bgr, Mat shadow, double blurPixels, double strength) {
    GaussianBlur(shadow, shadow, new Size(0, 0), Math.max(0.8, blurPixels));
    byte[] row = new byte[3 * bgr.cols()];
    byte[] dark = new byte[bgr.cols()];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(row);
      shadow.ptr(y).get(dark);
      for (int i = 0; i < row.length; i++) {
        double light = 1 - strength * (dark[i / 3] & 0xff) / 255;
        row[i] = (byte) Math.round((row[i] & 0xff) * light);
      }
      bgr.ptr(y).put(row);
    }
  }
}
