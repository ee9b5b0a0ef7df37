package dev.darkroom.media;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns pixels by quarters. */
final class Turns {
  private Turns() {}

  /** New pixels, turned clockwise so many times. */
  static Mat turned(Mat from, int quarterTurns) {
    Mat to = new Mat();
    if (quarterTurns == 0) {
      from.copyTo(to);
    } else {
      turn(from, quarterTurns, to);
    }
    return to;
  }

  /**
   * Turns into pixels that are there.
   *
   * @param quarterTurns 1 to 3
   */
  static void turn(Mat from, int quarterTurns, Mat to) {
    int how =
        switch (quarterTurns) {
          case 1 -> opencv_core.ROTATE_90_CLOCKWISE;
          case 2 -> opencv_core.ROTATE_180;
          default -> opencv_core.ROTATE_90_COUNTERCLOCKWISE;
        };
    opencv_core.rotate(from, to, how);
  }
}
