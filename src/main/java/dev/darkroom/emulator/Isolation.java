package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.countNonZero;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.erode;
import static org.bytedeco.opencv.global.opencv_imgproc.floodFill;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Recognises a subject that somebody cut out already: by its alpha, or by standing on black. */
final class Isolation {
  /** Share of the rim that must be black. */
  private static final double BLACK_RIM_SHARE = 0.8;

  /** JPEG leaves black this much lighter. */
  private static final int MOST_BLACK = 10;

  private static final int OUTSIDE = 128;

  private Isolation() {}

  /** The subject, or empty if the picture has all its background. */
  static Optional<Subject> of(Mat pixels) {
    try (PointerScope _ = new PointerScope()) {
      Optional<Mat> alpha = pixels.channels() == 4 ? transparent(pixels) : onBlack(pixels);
      if (alpha.isEmpty()) {
        return Optional.empty();
      }
      double share = (double) countNonZero(alpha.get()) / alpha.get().total();
      Mat bgra = Subject.with(pixels, alpha.get());
      bgra.retainReference(); // it outlives the scope
      return Optional.of(new Subject(bgra, share));
    }
  }

  private static Optional<Mat> transparent(Mat bgra) {
    Mat alpha = new Mat();
    extractChannel(bgra, alpha, 3);
    double seen = (double) countNonZero(alpha) / alpha.total();
    return seen < 0.97 ? Optional.of(alpha) : Optional.empty();
  }

  private static Optional<Mat> onBlack(Mat bgr) {
    int width = bgr.cols();
    int height = bgr.rows();
    byte[] light = brightest(bgr);
    int[] rim = rim(light, width, height);
    Arrays.sort(rim);
    int black = rim[(int) (BLACK_RIM_SHARE * (rim.length - 1))];
    if (black > MOST_BLACK) {
      return Optional.empty();
    }
    // A true black backdrop leaves dark tyres alone; a JPEG's needs some slack.
    int limit = black + 2;
    byte[] zones = new byte[(width + 2) * (height + 2)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean lit = (light[y * width + x] & 0xff) > limit;
        zones[(y + 1) * (width + 2) + x + 1] = (byte) (lit ? 255 : 0);
      }
    }
    // One black pixel around it all, so that a fill from the corner reaches every side.
    Mat framed = new Mat(height + 2, width + 2, CV_8UC1);
    framed.data().put(zones);
    floodFill(framed, new Point(0, 0), Scalar.all(OUTSIDE));
    framed.data().get(zones);
    for (int i = 0; i < zones.length; i++) {
      zones[i] = (byte) ((zones[i] & 0xff) == OUTSIDE ? 0 : 255);
    }
    framed.data().put(zones);
    Mat whole = Regions.largestFilled(new Mat(framed, new Rect(1, 1, width, height)).clone());
    return Optional.of(feathered(whole));
  }

  /** Drawn in a little, since the outermost pixels are mixed with black. */
  private static Mat feathered(Mat mask) {
    int reach = Math.max(1, Math.max(mask.cols(), mask.rows()) / 900);
    Mat inner = new Mat();
    Size side = new Size(2 * reach + 1, 2 * reach + 1);
    erode(mask, inner, getStructuringElement(MORPH_ELLIPSE, side));
    Mat soft = new Mat();
    GaussianBlur(inner, soft, new Size(0, 0), 0.7 * reach);
    return soft;
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
