package dev.darkroom.media;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.flip;
import static org.bytedeco.opencv.global.opencv_core.rotate;
import static org.bytedeco.opencv.global.opencv_core.transpose;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** From a file's bytes to upright BGR or BGRA. */
final class Decode {
  private static final int FLIP_AROUND_X = 0;
  private static final int FLIP_AROUND_Y = 1;
  private static final int FLIP_BOTH = -1;

  private Decode() {}

  /** New pixels of 8 bits that the caller closes; exactly the size that was measured. */
  static Mat eightBits(BytePointer bytes, int byteCount, Measured measured) {
    try (Mat stored = asStored(bytes, byteCount, measured)) {
      return Depth.of(stored, CV_8U);
    }
  }

  /** As {@link #eightBits}, but a file of 16 bits a channel keeps them. */
  static Mat asStored(BytePointer bytes, int byteCount, Measured measured) {
    // UNCHANGED keeps alpha and leaves the orientation to us, so that it is applied exactly once
    // and always as it was measured.
    return decoded(bytes, byteCount, IMREAD_UNCHANGED, measured);
  }

  /**
   * As {@link #eightBits}, but where the format can be decoded at a half, a quarter or an eighth of
   * its size, it is, as long as no side becomes smaller than this. That is quicker, and takes less
   * memory.
   */
  static Mat reduced(BytePointer bytes, int byteCount, Measured measured, Preview.Size least) {
    int divisor = divisor(measured, least);
    if (divisor == 1) {
      return eightBits(bytes, byteCount, measured);
    }
    int flags =
        IMREAD_IGNORE_ORIENTATION
            | switch (divisor) {
              case 2 -> IMREAD_REDUCED_COLOR_2;
              case 4 -> IMREAD_REDUCED_COLOR_4;
              default -> IMREAD_REDUCED_COLOR_8;
            };
    Measured smaller =
        new Measured(
            measured.format(),
            Math.ceilDiv(measured.width(), divisor),
            Math.ceilDiv(measured.height(), divisor),
            measured.orientation(),
            measured.alpha());
    return decoded(bytes, byteCount, flags, smaller);
  }

  private static int divisor(Measured measured, Preview.Size least) {
    if (measured.format() != PictureFormat.JPEG) {
      return 1;
    }
    int divisor = 8;
    while (divisor > 1
        && (measured.width() / divisor < least.width()
            || measured.height() / divisor < least.height())) {
      divisor /= 2;
    }
    return divisor;
  }

  private static Mat decoded(BytePointer bytes, int byteCount, int flags, Measured measured) {
    try (Mat file = new Mat(1, byteCount, CV_8UC1, bytes);
        Mat stored = expected(measured)) {
      decode(file, flags, stored);
      if (stored.depth() != CV_8U && stored.depth() != CV_16U) {
        throw PictureException.broken("The picture's kind of pixels is not supported.");
      }
      try (Mat colored = colored(stored)) {
        Mat upright = turned(colored, measured.orientation());
        if (upright.cols() != measured.width() || upright.rows() != measured.height()) {
          upright.close();
          throw PictureException.broken("The picture is damaged: its size contradicts itself.");
        }
        return upright;
      }
    }
  }

  private static void decode(Mat file, int flags, Mat to) {
    // Takes memory of its own if the pixels are of another kind, as grey and deep ones are. What
    // is returned alone tells a failure, which leaves in the other what lay in that memory before.
    try (Mat decoded = imdecode(file, flags, to)) {
      if (decoded.empty()) {
        throw PictureException.broken("The picture is damaged and cannot be opened.");
      }
    }
  }

  /** As large as the file has it, before it is turned upright. */
  private static Mat expected(Measured measured) {
    boolean lying = measured.orientation() >= 5;
    int rows = lying ? measured.width() : measured.height();
    int columns = lying ? measured.height() : measured.width();
    return LargePages.mat(rows, columns, measured.alpha() ? CV_8UC4 : CV_8UC3);
  }

  private static Mat colored(Mat from) {
    return switch (from.channels()) {
      case 1 -> {
        Mat to = new Mat();
        cvtColor(from, to, COLOR_GRAY2BGR);
        yield to;
      }
      case 3, 4 -> new Mat(from);
      default -> throw PictureException.broken("The picture's kind of pixels is not supported.");
    };
  }

  /** Undoes an EXIF orientation (CIPA DC-008, tag 0x0112). */
  private static Mat turned(Mat from, int orientation) {
    Mat to = new Mat();
    switch (orientation) {
      case 2 -> flip(from, to, FLIP_AROUND_Y);
      case 3 -> rotate(from, to, ROTATE_180);
      case 4 -> flip(from, to, FLIP_AROUND_X);
      case 5 -> transpose(from, to);
      case 6 -> rotate(from, to, ROTATE_90_CLOCKWISE);
      case 7 -> {
        transpose(from, to);
        flip(to, to, FLIP_BOTH);
      }
      case 8 -> rotate(from, to, ROTATE_90_COUNTERCLOCKWISE);
      default -> {
        to.close();
        return new Mat(from);
      }
    }
    return to;
  }
}
