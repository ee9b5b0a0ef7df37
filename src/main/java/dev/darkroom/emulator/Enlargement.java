package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.divide;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_core.insertChannel;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2YCrCb;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YCrCb2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.blur;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.darkroom.media.Picture;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Enlarges a picture and lifts its detail, edge by edge, in its brightness only.
 *
 * <p>Lanczos enlarges. A guided filter with the picture as its own guide (He, Sun, Tang, 2010)
 * splits brightness into a base and a detail: detail is lifted where there is texture and calmed
 * where it is flat. An unsharp mask tightens edges. What comes out may leave the range of the
 * source's pixels around it by a little only, so that neither Lanczos nor sharpening shows a halo.
 * Rows are worked in strips, so that little memory is needed beside 8 bytes an output pixel.
 */
final class Enlargement {
  private static final int STRIP_ROWS = 512;

  /** Brightness variance (levels squared) at which texture and noise are told apart. */
  private static final double TEXTURE_VARIANCE = 12;

  private final Strength strength;
  private final Size window;
  private final double edgeSigma;
  private final int marginRows;

  /**
   * How strongly detail is treated.
   *
   * @param creativity 0 to 1: how much detail is lifted
   * @param resemblance 0 to 1: how closely the plain enlargement is kept to
   */
  record Strength(double creativity, double resemblance) {
    /** What detail is multiplied by where it is busy. */
    double texture() {
      return 1 + 1.5 * creativity;
    }

    /** What detail is multiplied by where it is flat. */
    double flat() {
      return 0.1 + 0.5 * resemblance;
    }

    /** How much of the unsharp mask is added. */
    double edge() {
      return (0.2 + creativity) * (1.4 - resemblance);
    }
  }

  private Enlargement(Strength strength, double factor) {
    this.strength = strength;
    int radius = Math.max(2, (int) Math.round(2 * factor));
    this.window = new Size(2 * radius + 1, 2 * radius + 1);
    this.edgeSigma = 0.6 * factor;
    // Two passes of the window, or the far end of the Gaussian, whichever sees more rows.
    this.marginRows = Math.max(2 * radius, (int) Math.ceil(4 * edgeSigma)) + 1;
  }

  /**
   * A new picture of this size, which the caller closes.
   *
   * @throws InterruptedException if the bench says so between two strips
   */
  static Picture of(Picture source, int width, int height, Strength strength, Workbench bench)
      throws InterruptedException {
    double factor = Math.max(1, (double) width / source.width());
    Enlargement enlargement = new Enlargement(strength, factor);
    try (Picture plain = source.resize(width, height);
        Bounds bounds = Bounds.of(source.mat(), width, height);
        Size _ = enlargement.window) {
      return enlargement.detailed(plain.mat(), bounds, bench);
    }
  }

  private Picture detailed(Mat from, Bounds bounds, Workbench bench) throws InterruptedException {
    Mat to = new Mat(from.size(), from.type());
    try {
      for (int row = 0; row < from.rows(); row += STRIP_ROWS) {
        int end = Math.min(from.rows(), row + STRIP_ROWS);
        strip(from, bounds, to, row, end);
        bench.progress(0.3 + 0.6 * end / from.rows());
      }
      return Picture.of(to);
    } catch (InterruptedException | RuntimeException e) {
      to.close();
      throw e;
    }
  }

  private void strip(Mat from, Bounds bounds, Mat to, int row, int end) {
    int top = Math.max(0, row - marginRows);
    int bottom = Math.min(from.rows(), end + marginRows);
    try (PointerScope _ = new PointerScope()) {
      Mat colors = new Mat();
      cvtColor(from.rowRange(top, bottom), colors, COLOR_BGR2YCrCb);
      Mat brightness = new Mat();
      extractChannel(colors, brightness, 0);
      Mat lifted = lifted(brightness).rowRange(row - top, end - top);
      Mat kept = colors.rowRange(row - top, end - top);
      insertChannel(bounds.clamped(lifted, row, end), kept, 0);
      Mat result = new Mat();
      cvtColor(kept, result, COLOR_YCrCb2BGR, from.channels(), 0);
      if (from.channels() == 4) {
        Mat alpha = new Mat();
        extractChannel(from.rowRange(row, end), alpha, 3);
        insertChannel(alpha, result, 3);
      }
      result.copyTo(to.rowRange(row, end));
    }
  }

  /** The brightness of a strip (8 bits) with its detail lifted (32 bits, out of range perhaps). */
  private Mat lifted(Mat brightness) {
    Mat light = new Mat();
    brightness.convertTo(light, CV_32F);
    Mat mean = blurred(light);
    Mat texture = texture(light, mean);
    Mat lifted = base(light, mean, texture);

    // base + (flat + (texture gain - flat) * texture) * detail + edge * texture * sharp
    Mat detail = new Mat();
    subtract(light, lifted, detail);
    Mat gain = new Mat();
    texture.convertTo(gain, CV_32F, strength.texture() - strength.flat(), strength.flat());
    multiply(detail, gain, detail);
    add(lifted, detail, lifted);
    Mat soft = new Mat();
    try (Size any = new Size(0, 0)) {
      GaussianBlur(light, soft, any, edgeSigma);
    }
    Mat sharp = new Mat();
    subtract(light, soft, sharp);
    multiply(sharp, texture, sharp, strength.edge(), CV_32F);
    add(lifted, sharp, lifted);
    return lifted;
  }

  /** 0 where it is flat, 1 where it is busy: variance / (variance + what counts as texture). */
  private Mat texture(Mat light, Mat mean) {
    Mat squares = new Mat();
    multiply(light, light, squares);
    Mat variance = blurred(squares);
    Mat meanSquares = new Mat();
    multiply(mean, mean, meanSquares);
    subtract(variance, meanSquares, variance);
    Mat damped = new Mat();
    variance.convertTo(damped, CV_32F, 1, TEXTURE_VARIANCE);
    Mat texture = new Mat();
    divide(variance, damped, texture);
    return texture;
  }

  /** The guided filter's smooth part: smeared texture · light + smeared (mean · (1 − texture)). */
  private Mat base(Mat light, Mat mean, Mat texture) {
    Mat kept = new Mat();
    multiply(mean, texture, kept);
    Mat offset = new Mat();
    subtract(mean, kept, offset);
    Mat base = new Mat();
    multiply(blurred(texture), light, base);
    add(base, blurred(offset), base);
    return base;
  }

  private Mat blurred(Mat light) {
    Mat blurred = new Mat();
    blur(light, blurred, window);
    return blurred;
  }
}
