package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The rows of a part of a scaled picture, one at a time.
 *
 * <p>OpenCV can only scale a whole picture. This scales what is asked for, as the whole would have
 * come out, so that the cost does not grow with what nobody sees.
 */
final class ScaledRows implements AutoCloseable {
  private static final int NONE = -1;

  private final Mat pixels;
  private final int channels;
  private final float white;
  private final Taps across;
  private final Taps down;
  private final float[] source;
  private final float[] scaled;

  /** The last source rows, scaled across; neighboring results share most of them. */
  private final float[][] kept;

  private final int[] keptRows;
  private final Mat row = new Mat();

  /** The picture is lent; its scaled size and the part that is wanted are in the taps. */
  ScaledRows(Mat pixels, Taps across, Taps down) {
    this.pixels = pixels;
    this.channels = pixels.channels();
    this.white = Depth.white(pixels);
    this.across = across;
    this.down = down;
    this.source = new float[pixels.cols() * channels];
    this.scaled = new float[across.count() * channels];
    this.kept = new float[down.longest()][scaled.length];
    this.keptRows = new int[kept.length];
    Arrays.fill(keptRows, NONE);
  }

  /** The levels of one row, colors scaled by their alpha; valid until the next call. */
  float[] row(int index) {
    float[] weights = down.weights(index);
    Arrays.fill(scaled, 0);
    for (int tap = 0; tap < weights.length; tap++) {
      float weight = weights[tap];
      float[] line = scaledAcross(down.first(index) + tap);
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] += weight * line[i];
      }
    }
    return scaled;
  }

  private float[] scaledAcross(int y) {
    int slot = y % kept.length;
    if (keptRows[slot] != y) {
      load(y);
      if (channels == 3) {
        scaleThree(kept[slot]);
      } else {
        premultiply();
        scaleFour(kept[slot]);
      }
      keptRows[slot] = y;
    }
    return kept[slot];
  }

  private void load(int y) {
    try (Mat stored = pixels.row(y)) {
      stored.convertTo(row, CV_32F);
    }
    try (FloatPointer levels = new FloatPointer(row.data())) {
      levels.get(source);
    }
  }

  private void premultiply() {
    for (int at = 0; at < source.length; at += 4) {
      float alpha = source[at + 3] / white;
      source[at] *= alpha;
      source[at + 1] *= alpha;
      source[at + 2] *= alpha;
    }
  }

  private void scaleThree(float[] line) {
    for (int x = 0, to = 0; to < line.length; x++, to += 3) {
      float[] weights = across.weights(x);
      int from = across.first(x) * 3;
      float blue = 0;
      float green = 0;
      float red = 0;
      for (float weight : weights) {
        blue += weight * source[from];
        green += weight * source[from + 1];
        red += weight * source[from + 2];
        from += 3;
      }
      line[to] = blue;
      line[to + 1] = green;
      line[to + 2] = red;
    }
  }

  private void scaleFour(float[] line) {
    for (int x = 0, to = 0; to < line.length; x++, to += 4) {
      float[] weights = across.weights(x);
      int from = across.first(x) * 4;
      float blue = 0;
      float green = 0;
      float red = 0;
      float alpha = 0;
      for (float weight : weights) {
        blue += weight * source[from];
        green += weight * source[from + 1];
        red += weight * source[from + 2];
        alpha += weight * source[from + 3];
        from += 4;
      }
      line[to] = blue;
      line[to + 1] = green;
      line[to + 2] = red;
      line[to + 3] = alpha;
    }
  }

  @Override
  public void close() {
    row.close();
  }
}
