package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.floodFill;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Recognises a subject that somebody cut out already: by its alpha, or by standing on black. */
final class Isolation {
  /** Share of the rim that must be black. */
  private static final double BLACK_RIM_SHARE = 0.8;

  /** JPEG leaves black a little lighter. */
  private static final int MOST_BLACK = 10;

  /** How much lighter than the rim the subject is at least; dark tyres are not much. */
  private static final int SLACK = 3;

  /** More than this is a picture whose alpha says nothing. */
  private static final double MOST_OPAQUE_SHARE = 0.97;

  /** Longest side at which the rim is followed; the edge itself is refined at full size. */
  private static final int WORKING_PIXELS = 960;

  private static final int OUTSIDE = 128;

  private Isolation() {}

  /**
   * The subject, with the black taken out of its edge; empty if the picture has a background.
   *
   * @param pixels 8-bit BGR or BGRA
   */
  static Optional<Subject> of(Mat pixels) {
    if (pixels.channels() == 4) {
      return transparent(pixels);
    }
    try (Mat small = Subject.reduced(pixels, WORKING_PIXELS)) {
      byte[] light = brightest(small);
      int[] rim = rim(light, small.cols(), small.rows());
      Arrays.sort(rim);
      int black = rim[(int) (BLACK_RIM_SHARE * (rim.length - 1))];
      if (black > MOST_BLACK) {
        return Optional.empty();
      }
      try (Mat silhouette = standing(light, small.cols(), small.rows(), black + SLACK)) {
        double share = (double) countNonZero(silhouette) / silhouette.total();
        return Optional.of(new Subject(Matte.of(small, silhouette).cut(pixels, true), share));
      }
    }
  }

  private static Optional<Subject> transparent(Mat bgra) {
    try (Mat alpha = new Mat()) {
      extractChannel(bgra, alpha, 3);
      double share = (double) countNonZero(alpha) / alpha.total();
      return share < MOST_OPAQUE_SHARE
          ? Optional.of(new Subject(bgra.clone(), share))
          : Optional.empty();
    }
  }

  /** 255 for what no way through the dark leads to from the rim; dark parts inside stay. */
  private static Mat standing(byte[] light, int width, int height, int dark) {
    Mat result = new Mat();
    try (PointerScope _ = new PointerScope()) {
      // One black pixel around it all, so that a fill from the corner reaches every side.
      Mat framed = new Mat(height + 2, width + 2, CV_8UC1, Scalar.all(0));
      byte[] zones = new byte[(width + 2) * (height + 2)];
      for (int at = 0; at < light.length; at++) {
        boolean lit = (light[at] & 0xff) > dark;
        zones[(at / width + 1) * (width + 2) + at % width + 1] = (byte) (lit ? 255 : 0);
      }
      framed.data().put(zones);
      floodFill(framed, new Point(0, 0), Scalar.all(OUTSIDE));
      framed.data().get(zones);
      for (int at = 0; at < zones.length; at++) {
        zones[at] = (byte) ((zones[at] & 0xff) == OUTSIDE ? 0 : 255);
      }
      framed.data().put(zones);
      Mat lit = new Mat(framed, new Rect(1, 1, width, height)).clone();
      Regions.whole(Regions.bridged(lit)).copyTo(result);
    }
    return result;
  }

  private static byte[] brightest(Mat bgr) {
    byte[] brightest = new byte[bgr.rows() * bgr.cols()];
    byte[] row = new byte[3 * bgr.cols()];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(row);
      for (int x = 0; x < bgr.cols(); x++) {
        int blue = row[3 * x] & 0xff;
        int green = row[3 * x + 1] & 0xff;
        int red = row[3 * x + 2] & 0xff;
        brightest[y * bgr.cols() + x] = (byte) Math.max(blue, Math.max(green, red));
      }
    }
    return brightest;
  }

  private static int[] rim(byte[] light, int width, int height) {
    int[] rim = new int[2 * width + 2 * height];
    for (int x = 0; x < width; x++) {
      rim[x] = light[x] & 0xff;
      rim[width + x] = light[(height - 1) * width + x] & 0xff;
    }
    for (int y = 0; y < height; y++) {
      rim[2 * width + y] = light[y * width] & 0xff;
      rim[2 * width + height + y] = light[y * width + width - 1] & 0xff;
    }
    return rim;
  }
}
