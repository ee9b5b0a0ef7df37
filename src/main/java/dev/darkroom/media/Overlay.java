package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Lays a scaled picture over a part of another one, in place; both of one depth, 3 or 4 channels.
 */
final class Overlay {
  private final Mat canvas;
  private final Mat over;
  private final Area area;
  private final Taps across;
  private final Taps down;
  private final float white;

  /** Both pictures are lent; {@code area} is the part of the box that the canvas shows. */
  Overlay(Mat canvas, Mat over, Box box, Area area) {
    this.canvas = canvas;
    this.over = over;
    this.area = area;
    this.across = Taps.of(over.cols(), box.columns(), area.x() - box.left(), area.width());
    this.down = Taps.of(over.rows(), box.rows(), area.y() - box.top(), area.height());
    this.white = Depth.white(canvas);
  }

  /** Lays the rows of the area from {@code from} to before {@code to}, counted inside it. */
  void lay(int from, int to) {
    float[] levels = new float[area.width() * canvas.channels()];
    try (ScaledRows rows = new ScaledRows(over, across, down);
        Mat shown = area.of(canvas);
        Mat mixed = new Mat()) {
      for (int y = from; y < to; y++) {
        try (Mat row = shown.row(y)) {
          row.convertTo(mixed, CV_32F);
          try (FloatPointer pointer = new FloatPointer(mixed.data())) {
            pointer.get(levels);
            mix(rows.row(y), levels);
            pointer.put(levels);
          }
          mixed.convertTo(row, canvas.depth());
        }
      }
    }
  }

  private void mix(float[] above, float[] levels) {
    int step = over.channels();
    int to = 0;
    for (int at = 0; at < above.length; at += step, to += canvas.channels()) {
      if (step == 3) {
        System.arraycopy(above, at, levels, to, 3);
        if (canvas.channels() == 4) {
          levels[to + 3] = white;
        }
      } else if (canvas.channels() == 3) {
        mixOpaque(above, at, levels, to);
      } else {
        mixTransparent(above, at, levels, to);
      }
    }
  }

  private void mixOpaque(float[] above, int at, float[] levels, int to) {
    float alpha = Math.clamp(above[at + 3], 0, white);
    for (int i = 0; i < 3; i++) {
      float color = Math.clamp(above[at + i], 0, alpha);
      levels[to + i] = color + levels[to + i] * (1 - alpha / white);
    }
  }

  private void mixTransparent(float[] above, int at, float[] levels, int to) {
    float alpha = Math.clamp(above[at + 3], 0, white);
    float seen = levels[to + 3] * (1 - alpha / white);
    float result = alpha + seen;
    if (result == 0) {
      return;
    }
    for (int i = 0; i < 3; i++) {
      float color = Math.clamp(above[at + i], 0, alpha);
      levels[to + i] = (color * white + levels[to + i] * seen) / result;
    }
    levels[to + 3] = result;
  }
}
