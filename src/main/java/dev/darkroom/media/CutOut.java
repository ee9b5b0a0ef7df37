package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.boundingRect;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Sets a subject that was cut out of its photo before black. */
public final class CutOut {
  /** Room left around the subject, as a share of its own box, on each side. */
  private static final double MARGIN = 0.1;

  /** How much of the canvas the subject and its margin fill. */
  private static final double FILLED = 0.9;

  /**
   * Bounds of the canvas's longer side in pixels: below, image models have too little to look at;
   * above, they scale it down themselves.
   */
  private static final double LEAST_SIDE = 1024;

  private static final double MOST_SIDE = 2048;

  private CutOut() {}

  /**
   * The subject before black: a new BGR picture of the same size.
   *
   * @throws PictureException if nothing is left of the subject
   */
  public static Picture onBlack(Picture cutOut) {
    Mat pixels = cutOut.mat();
    return PixelThreads.call(
        () -> {
          subject(pixels);
          try (Mat seen = Alpha.onBlack(pixels)) {
            return Picture.of(seen.clone());
          }
        });
  }

  /**
   * The subject in the middle of a black canvas: a new BGR picture.
   *
   * <p>The box of what is more opaque than not, widened by 10 % on each side but not past the
   * picture, is scaled to fit 90 % of the canvas. The canvas is as large as leaves the subject its
   * own size, within 1024 and 2048 pixels on its longer side.
   *
   * @param cutOut BGRA; without alpha all of it is the subject
   * @param ratioWidth the canvas's width : height, both above zero
   * @param ratioHeight see {@code ratioWidth}
   * @throws PictureException if nothing is left of the subject
   */
  public static Picture centered(Picture cutOut, int ratioWidth, int ratioHeight) {
    if (ratioWidth < 1 || ratioHeight < 1) {
      throw new IllegalArgumentException("no ratio: " + ratioWidth + ":" + ratioHeight);
    }
    Mat pixels = cutOut.mat();
    double ratio = (double) ratioWidth / ratioHeight;
    return PixelThreads.call(
        () -> Picture.of(centered(pixels, widened(subject(pixels), pixels), ratio)));
  }

  private static Area subject(Mat pixels) {
    if (pixels.channels() == 3) {
      return new Area(0, 0, pixels.cols(), pixels.rows());
    }
    try (Mat set = Mask.ofAlpha(pixels);
        Rect box = boundingRect(set)) {
      if (box.width() == 0) {
        throw PictureException.broken("No subject was found in the picture.");
      }
      return new Area(box.x(), box.y(), box.width(), box.height());
    }
  }

  private static Area widened(Area box, Mat pixels) {
    int marginX = (int) Math.round(box.width() * MARGIN);
    int marginY = (int) Math.round(box.height() * MARGIN);
    int left = Math.max(0, box.x() - marginX);
    int top = Math.max(0, box.y() - marginY);
    int right = Math.min(pixels.cols(), box.x() + box.width() + marginX);
    int bottom = Math.min(pixels.rows(), box.y() + box.height() + marginY);
    return new Area(left, top, right - left, bottom - top);
  }

  private static Mat centered(Mat pixels, Area subject, double ratio) {
    double ownWidth = Math.max(subject.width(), subject.height() * ratio) / FILLED;
    double longer = Math.clamp(ownWidth * Math.max(1, 1 / ratio), LEAST_SIDE, MOST_SIDE);
    int width = side(longer * Math.min(1, ratio));
    int height = side(longer * Math.min(1, 1 / ratio));
    double scale =
        FILLED * Math.min((double) width / subject.width(), (double) height / subject.height());
    int scaledWidth = Math.min(width, side(subject.width() * scale));
    int scaledHeight = Math.min(height, side(subject.height() * scale));
    Area middle =
        new Area((width - scaledWidth) / 2, (height - scaledHeight) / 2, scaledWidth, scaledHeight);
    try (Mat cut = subject.of(pixels);
        Mat seen = Alpha.onBlack(cut);
        Mat scaled = Resize.to(seen, scaledWidth, scaledHeight);
        Scalar black = Scalar.all(0)) {
      Mat canvas = new Mat(height, width, CV_8UC3, black);
      try (Mat place = middle.of(canvas)) {
        scaled.copyTo(place);
      }
      return canvas;
    }
  }

  private static int side(double pixels) {
    return Math.max(1, (int) Math.round(pixels));
  }
}
