package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.dilate;
import static org.bytedeco.opencv.global.opencv_imgproc.erode;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The soft edge of a subject: how opaque each pixel is, and its colour without the background's.
 *
 * <p>Within a band along the silhouette, the colours of both sides are known as blurred fields F
 * and B. A pixel I is opaque as far as it lies on the way from B to F; its own colour is F + α (I −
 * α F − (1 − α) B), as in blur fusion (Forte, 2021), which BiRefNet uses to refine its foreground.
 * The fields are small and read between their pixels, so that a large picture costs one pass.
 */
final class Matte {
  /** Distance of F and B (levels, squared) at which colour and silhouette are believed alike. */
  private static final float TRUSTED = 40 * 40;

  private static final int OUTSIDE = 0;
  private static final int BAND = 1;
  private static final int INSIDE = 2;

  private final int width;
  private final int height;
  private final byte[] zones;
  private final SmoothField soft;
  private final SmoothField inner;
  private final SmoothField outer;

  private Matte(
      int width, int height, byte[] zones, SmoothField soft, SmoothField inner, SmoothField outer) {
    this.width = width;
    this.height = height;
    this.zones = zones;
    this.soft = soft;
    this.inner = inner;
    this.outer = outer;
  }

  /**
   * Measures both sides of an edge.
   *
   * @param bgr small picture, 8 bits
   * @param silhouette 0 or 255, of the same size
   */
  static Matte of(Mat bgr, Mat silhouette) {
    int width = bgr.cols();
    int height = bgr.rows();
    int reach = Math.max(2, Math.max(width, height) / 128);
    try (PointerScope _ = new PointerScope()) {
      Mat brush = getStructuringElement(MORPH_ELLIPSE, new Size(2 * reach + 1, 2 * reach + 1));
      Mat sure = new Mat();
      erode(silhouette, sure, brush);
      Mat possible = new Mat();
      dilate(silhouette, possible, brush);
      byte[] inside = bytes(sure);
      byte[] near = bytes(possible);
      byte[] zones = new byte[inside.length];
      byte[] outside = new byte[inside.length];
      for (int i = 0; i < zones.length; i++) {
        zones[i] = (byte) (inside[i] != 0 ? INSIDE : near[i] != 0 ? BAND : OUTSIDE);
        outside[i] = (byte) (near[i] != 0 ? 0 : 255);
      }
      int around = 6 * reach + 1;
      SmoothField soft = softened(silhouette, reach);
      SmoothField inner = SmoothField.around(bgr, inside, around);
      SmoothField outer = SmoothField.around(bgr, outside, around);
      return new Matte(width, height, zones, soft, inner, outer);
    }
  }

  private static SmoothField softened(Mat silhouette, int reach) {
    Mat smooth = new Mat();
    GaussianBlur(silhouette, smooth, new Size(0, 0), reach / 2.0);
    Mat floats = new Mat();
    smooth.convertTo(floats, CV_32F);
    return SmoothField.of(floats);
  }

  /**
   * The picture with this edge as its alpha.
   *
   * @param bgr the whole picture, 8 bits, of any size
   * @param refine whether the background's colour is taken out of half transparent pixels
   * @return new BGRA pixels of the same size, which the caller closes
   */
  Mat cut(Mat bgr, boolean refine) {
    Mat bgra = new Mat(bgr.rows(), bgr.cols(), CV_8UC4);
    byte[] from = new byte[3 * bgr.cols()];
    byte[] to = new byte[4 * bgr.cols()];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(from);
      float row = (y + 0.5f) * height / bgr.rows() - 0.5f;
      for (int x = 0; x < bgr.cols(); x++) {
        float column = (x + 0.5f) * width / bgr.cols() - 0.5f;
        pixel(from, to, x, column, row, refine);
      }
      bgra.ptr(y).put(to);
    }
    return bgra;
  }

  private void pixel(byte[] from, byte[] to, int x, float column, float row, boolean refine) {
    int zone = zones[Math.round(row) * width + Math.round(column)];
    for (int c = 0; c < 3; c++) {
      to[4 * x + c] = zone == OUTSIDE && refine ? 0 : from[3 * x + c];
    }
    if (zone != BAND) {
      to[4 * x + 3] = (byte) (zone == INSIDE ? 255 : 0);
      return;
    }
    float opaque = opaque(from, x, column, row);
    to[4 * x + 3] = level(255 * opaque);
    if (refine) {
      for (int c = 0; c < 3; c++) {
        float own = inner.at(column, row, c);
        float seen = from[3 * x + c] & 0xff;
        float other = outer.at(column, row, c);
        float rest = seen - opaque * own - (1 - opaque) * other;
        to[4 * x + c] = level(own + opaque * rest);
      }
    }
  }

  /** 0 to 1: by colour where the sides differ, else by the silhouette alone. */
  private float opaque(byte[] from, int x, float column, float row) {
    float along = 0;
    float apart = 0;
    for (int c = 0; c < 3; c++) {
      float other = outer.at(column, row, c);
      float way = inner.at(column, row, c) - other;
      along += ((from[3 * x + c] & 0xff) - other) * way;
      apart += way * way;
    }
    float believed = soft.at(column, row, 0) / 255;
    float colour = apart == 0 ? believed : Math.clamp(along / apart, 0, 1);
    float trust = apart / (apart + TRUSTED);
    // Colour moves the edge only so far as the silhouette leaves it open.
    float held = Math.clamp(colour, 2 * believed - 1, 2 * believed);
    return trust * held + (1 - trust) * believed;
  }

  private static byte level(float value) {
    return (byte) Math.round(Math.clamp(value, 0, 255));
  }

  private static byte[] bytes(Mat mask) {
    byte[] bytes = new byte[mask.rows() * mask.cols()];
    mask.data().get(bytes);
    return bytes;
  }
}
