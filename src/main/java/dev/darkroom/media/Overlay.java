package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Lays one picture over another of the same size and depth, each with or without alpha. */
final class Overlay {
  private final Mat over;
  private final Mat canvas;
  private final float white;

  /** Both are lent; the canvas is changed. */
  Overlay(Mat over, Mat canvas) {
    this.over = over;
    this.canvas = canvas;
    this.white = Depth.white(canvas);
  }

  void lay() {
    if (over.channels() == canvas.channels() && over.channels() == 3) {
      over.copyTo(canvas);
      return;
    }
    float[] above = new float[canvas.cols() * over.channels()];
    float[] levels = new float[canvas.cols() * canvas.channels()];
    for (int y = 0; y < canvas.rows(); y++) {
      try (Mat from = over.row(y);
          Mat to = canvas.row(y);
          Mat mixed = new Mat()) {
        read(from, above);
        read(to, levels);
        mix(above, levels);
        to.convertTo(mixed, CV_32F);
        try (FloatPointer pointer = new FloatPointer(mixed.data())) {
          pointer.put(levels);
        }
        mixed.convertTo(to, canvas.depth());
      }
    }
  }

  private static void read(Mat row, float[] levels) {
    try (Mat floats = new Mat()) {
      row.convertTo(floats, CV_32F);
      try (FloatPointer pointer = new FloatPointer(floats.data())) {
        pointer.get(levels);
      }
    }
  }

  private void mix(float[] above, float[] levels) {
    int step = over.channels();
    int to = 0;
    for (int at = 0; at < above.length; at += step, to += canvas.channels()) {
      float alpha = step == 4 ? above[at + 3] / white : 1;
      if (canvas.channels() == 3) {
        mixColor(above, at, levels, to, alpha);
      } else {
        float below = levels[to + 3] / white;
        float result = alpha + below * (1 - alpha);
        if (result > 0) {
          mixColor(above, at, levels, to, alpha / result);
        }
        levels[to + 3] = result * white;
      }
    }
  }

  private static void mixColor(float[] above, int at, float[] levels, int to, float share) {
    for (int i = 0; i < 3; i++) {
      levels[to + i] = above[at + i] * share + levels[to + i] * (1 - share);
    }
  }
}
