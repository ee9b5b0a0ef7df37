package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import dev.darkroom.media.Picture;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Where a subject stands in a scene; all shares of the scene's size.
 *
 * @param width how wide the subject is at most
 * @param height how high it is at most
 * @param middle where its middle is across
 * @param ground where its lowest pixel is down
 */
record Placing(double width, double height, double middle, double ground) {

  /** In front, in the lower third, a little left or right by chance. */
  static Placing front(SplittableRandom random) {
    double width = 0.68 + random.nextDouble(-0.04, 0.04);
    return new Placing(width, 0.62, 0.5 + random.nextDouble(-0.03, 0.03), 0.88);
  }

  /** Side by side behind, as number {@code index} of {@code count}. */
  static Placing behind(int index, int count) {
    double room = 1.0 / count;
    return new Placing(Math.min(0.34, 0.9 * room), 0.34, (index + 0.5) * room, 0.68);
  }

  /** Stands the boxed part of a cut-out on the ground, its tone matched, with a shadow. */
  void stand(Mat canvas, Mat bgra, Rect box) {
    boolean left = box.x() == 0;
    boolean right = box.x() + box.width() == bgra.cols();
    boolean bottom = box.y() + box.height() == bgra.rows();
    double most = left && right ? 1 : width;
    double scale =
        Math.min(most * canvas.cols() / box.width(), height * canvas.rows() / box.height());
    int wide = Math.max(1, (int) Math.round(box.width() * scale));
    int high = Math.max(1, (int) Math.round(box.height() * scale));
    // A subject that its own picture cuts off is cut off here too, not in mid-air.
    int x = across(left, right, canvas.cols(), wide);
    int y = bottom ? canvas.rows() - high : (int) Math.round(ground * canvas.rows()) - high;
    try (Mat part = new Mat(bgra, box);
        Picture whole = Picture.of(part.clone());
        Picture scaled = whole.resize(wide, high)) {
      if (left && right && wide < canvas.cols()) {
        Layer.fadeSides(scaled.mat(), wide / 8);
      }
      ToneMatch.apply(scaled.mat(), canvas);
      if (!bottom) {
        ContactShadow.throwOn(canvas, scaled.mat(), x, y);
      }
      Layer.over(canvas, scaled.mat(), x, y);
    }
  }

  private int across(boolean left, boolean right, int room, int wide) {
    if (left == right) {
      return (int) Math.round(middle * room - wide / 2.0);
    }
    return left ? 0 : room - wide;
  }

  /** Lays a whole picture with soft edges. */
  void inset(Mat canvas, Picture picture) {
    double scale =
        Math.min(
            width * canvas.cols() / picture.width(), height * canvas.rows() / picture.height());
    int wide = Math.max(1, (int) Math.round(picture.width() * scale));
    int high = Math.max(1, (int) Math.round(picture.height() * scale));
    int x = (int) Math.round(middle * canvas.cols() - wide / 2.0);
    int y = (int) Math.round(ground * canvas.rows()) - high;
    int soft = Math.max(1, Math.min(wide, high) / 16);
    try (Picture scaled = picture.resize(wide, high);
        Mat alpha = new Mat(high, wide, CV_8UC1, Scalar.all(0));
        Size any = new Size(0, 0)) {
      if (wide > 2 * soft && high > 2 * soft) {
        try (Rect inside = new Rect(soft, soft, wide - 2 * soft, high - 2 * soft);
            Mat opaque = new Mat(alpha, inside)) {
          opaque.put(Scalar.all(255));
        }
      }
      GaussianBlur(alpha, alpha, any, soft / 2.5, soft / 2.5, BORDER_CONSTANT, 0);
      try (Mat soften = Subject.with(scaled.mat(), alpha)) {
        Layer.over(canvas, soften, x, y);
      }
    }
  }
}
