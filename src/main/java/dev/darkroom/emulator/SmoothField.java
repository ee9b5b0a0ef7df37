package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.blur;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Slowly changing values that are read between their pixels, linearly. */
final class SmoothField {
  private final int width;
  private final int height;
  private final int channels;
  private final float[] values;

  private SmoothField(int width, int height, int channels, float[] values) {
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.values = values;
  }

  /** A copy of 32-bit values. */
  static SmoothField of(Mat floats) {
    float[] values = new float[floats.rows() * floats.cols() * floats.channels()];
    new FloatPointer(floats.data()).get(values);
    return new SmoothField(floats.cols(), floats.rows(), floats.channels(), values);
  }

  /**
   * The mean colour of the masked pixels around each pixel; black where there are none.
   *
   * @param mask 0 or 255 for each pixel
   * @param sidePixels of the window, odd
   */
  static SmoothField around(Mat bgr, byte[] mask, int sidePixels) {
    Mat weight = new Mat(bgr.rows(), bgr.cols(), CV_8UC1);
    weight.data().put(mask);
    Mat only = new Mat(bgr.size(), bgr.type(), Scalar.all(0));
    bgr.copyTo(only, weight);
    SmoothField sums = blurred(only, sidePixels);
    SmoothField counts = blurred(weight, sidePixels);
    for (int i = 0; i < sums.values.length; i++) {
      float count = counts.values[i / 3] / 255;
      sums.values[i] = count < 1e-3f ? 0 : sums.values[i] / count;
    }
    return sums;
  }

  private static SmoothField blurred(Mat levels, int sidePixels) {
    Mat floats = new Mat();
    levels.convertTo(floats, CV_32F);
    Mat blurred = new Mat();
    blur(floats, blurred, new Size(sidePixels, sidePixels));
    return of(blurred);
  }

  /** The value at a place in pixels of the field, held within its edges. */
  float at(float x, float y, int channel) {
    float column = Math.clamp(x, 0, width - 1);
    float row = Math.clamp(y, 0, height - 1);
    int left = (int) column;
    int top = (int) row;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    float across = column - left;
    float above = mix(get(left, top, channel), get(right, top, channel), across);
    float below = mix(get(left, bottom, channel), get(right, bottom, channel), across);
    return mix(above, below, row - top);
  }

  private float get(int x, int y, int channel) {
    return values[(y * width + x) * channels + channel];
  }

  private static float mix(float from, float to, float share) {
    return from + (to - from) * share;
  }
}
