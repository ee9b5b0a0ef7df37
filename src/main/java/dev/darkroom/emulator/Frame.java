package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.darkroom.media.Picture;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * The size of an output.
 *
 * @param width pixels
 * @param height pixels
 */
record Frame(int width, int height) {

  /** About this many pixels in the shape of a picture, both sides even. */
  static Frame like(int width, int height, long pixels) {
    // A strip of one pixel's width is no picture to look at.
    double ratio = Math.clamp((double) width / height, 1 / 4.0, 4.0);
    return new Frame(even(Math.sqrt(pixels * ratio)), even(Math.sqrt(pixels / ratio)));
  }

  private static int even(double side) {
    return (int) Math.round(side / 2) * 2;
  }

  /** New BGR pixels of this size: the middle of the picture, scaled to fill. */
  Mat filledBy(Picture picture) {
    double scale = Math.max((double) width / picture.width(), (double) height / picture.height());
    try (Picture part = cropped(picture, scale);
        Picture scaled = part.resize(width, height)) {
      return bgr(scaled.mat());
    }
  }

  /** The part of the picture that has this shape, so that only it is scaled. */
  private Picture cropped(Picture picture, double scale) {
    int partWidth = Math.clamp(Math.round(width / scale), 1, picture.width());
    int partHeight = Math.clamp(Math.round(height / scale), 1, picture.height());
    int x = (picture.width() - partWidth) / 2;
    int y = (picture.height() - partHeight) / 2;
    try (Rect middle = new Rect(x, y, partWidth, partHeight)) {
      return Picture.of(new Mat(picture.mat(), middle));
    }
  }

  private static Mat bgr(Mat pixels) {
    Mat bgr = new Mat();
    if (pixels.channels() == 4) {
      cvtColor(pixels, bgr, COLOR_BGRA2BGR);
    } else {
      pixels.copyTo(bgr);
    }
    return bgr;
  }
}
