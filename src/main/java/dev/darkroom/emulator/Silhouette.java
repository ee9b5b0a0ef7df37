package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.KMEANS_PP_CENTERS;
import static org.bytedeco.opencv.global.opencv_core.kmeans;
import static org.bytedeco.opencv.global.opencv_core.setRNGSeed;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2Lab;
import static org.bytedeco.opencv.global.opencv_imgproc.GC_BGD;
import static org.bytedeco.opencv.global.opencv_imgproc.GC_FGD;
import static org.bytedeco.opencv.global.opencv_imgproc.GC_INIT_WITH_MASK;
import static org.bytedeco.opencv.global.opencv_imgproc.GC_PR_BGD;
import static org.bytedeco.opencv.global.opencv_imgproc.GC_PR_FGD;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_OTSU;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.grabCut;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.TermCriteria;

/**
 * Finds the one subject of a small picture with GrabCut (Rother, Kolmogorov, Blake, 2004).
 *
 * <p>It expects what people photograph: a subject near the centre, a little low, that differs from
 * the colours along the top and bottom of the picture.
 */
final class Silhouette {
  /** Colours that the rim of the picture is described by. */
  private static final int RIM_COLORS = 8;

  /** Distance in Lab (8-bit levels) at which a colour surely does not belong to the rim. */
  private static final double FAR_LEVELS = 36;

  /** Bounds of the score (farness times centrality) from which a pixel may be the subject. */
  private static final double LEAST_PROBABLE = 0.15;

  private static final double MOST_PROBABLE = 0.35;

  private static final int FIRST_ITERATIONS = 3;
  private static final int SECOND_ITERATIONS = 2;
  private static final int SEED = 7;

  /** Squared deviations from the middle of the core; the rim of an ellipse is at 4. */
  private static final double OUTLYING = 3.8;

  private static final double CENTRAL = 2;

  private final int width;
  private final int height;

  private Silhouette(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /**
   * The subject of a picture: 255 where it is, 0 elsewhere.
   *
   * @param bgr 8 bits; time grows with its pixels, so give it one of some 500 pixels a side
   * @return one channel of the same size, empty (all 0) if there is no subject; the caller closes
   *     it
   */
  static Mat of(Mat bgr) {
    return new Silhouette(bgr.cols(), bgr.rows()).find(bgr);
  }

  private Mat find(Mat bgr) {
    Mat result = new Mat();
    try (PointerScope _ = new PointerScope()) {
      Mat pixels = dithered(bgr);
      Mat first = cut(pixels, guess(lab(bgr)), FIRST_ITERATIONS);
      // What hung on by a thread is background now, and teaches the second cut its colours.
      Mat core = Regions.core(first);
      Mat second = cut(pixels, around(core), SECOND_ITERATIONS);
      Regions.whole(second).copyTo(result);
    }
    return result;
  }

  /** GrabCut from these labels: 255 for the subject; all 0 where one side has no pixels. */
  private Mat cut(Mat pixels, byte[] labels, int iterations) {
    Mat mask = new Mat(height, width, CV_8UC1);
    mask.data().put(labels);
    if (has(labels, GC_PR_FGD, GC_FGD) && has(labels, GC_BGD, GC_PR_BGD)) {
      // The mixtures start from a random clustering; the generator belongs to this thread.
      setRNGSeed(SEED);
      grabCut(pixels, mask, new Rect(), new Mat(), new Mat(), iterations, GC_INIT_WITH_MASK);
      mask.data().get(labels);
    }
    for (int i = 0; i < labels.length; i++) {
      boolean subject = labels[i] == GC_FGD || labels[i] == GC_PR_FGD;
      labels[i] = (byte) (subject ? 255 : 0);
    }
    mask.data().put(labels);
    return mask;
  }

  private static boolean has(byte[] labels, int either, int or) {
    for (byte each : labels) {
      if (each == either || each == or) {
        return true;
      }
    }
    return false;
  }

  /** Labels for a second cut: sure deep inside the core, open near it, background far from it. */
  private byte[] around(Mat core) {
    byte[] inside = new byte[width * height];
    byte[] deep = new byte[inside.length];
    byte[] near = new byte[inside.length];
    core.data().get(inside);
    Regions.shrunk(core, 0.06).data().get(deep);
    Regions.grown(core, 0.06).data().get(near);
    Spread spread = Spread.of(inside, width);
    byte[] labels = new byte[inside.length];
    for (int i = 0; i < labels.length; i++) {
      double away = spread.squares(i % width, i / width);
      boolean probable = inside[i] != 0 && away < OUTLYING;
      boolean sure = deep[i] != 0 && away < CENTRAL;
      int label = sure ? GC_FGD : probable ? GC_PR_FGD : near[i] != 0 ? GC_PR_BGD : GC_BGD;
      labels[i] = (byte) label;
    }
    return labels;
  }

  /** Flat colours would give GrabCut a mixture without width, which it cannot invert. */
  private static Mat dithered(Mat bgr) {
    byte[] levels = new byte[bgr.rows() * bgr.cols() * 3];
    Mat copy = bgr.clone();
    copy.data().get(levels);
    Random random = new Random(SEED);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.clamp((levels[i] & 0xff) + random.nextInt(-3, 4), 0, 255);
    }
    copy.data().put(levels);
    return copy;
  }

  private static float[] lab(Mat bgr) {
    Mat lab = new Mat();
    cvtColor(bgr, lab, COLOR_BGR2Lab);
    Mat levels = new Mat();
    lab.convertTo(levels, CV_32F);
    float[] values = new float[bgr.rows() * bgr.cols() * 3];
    new FloatPointer(levels.data()).get(values);
    return values;
  }

  /** GrabCut's labels before it starts. */
  private byte[] guess(float[] lab) {
    float[] rim = rimColors(lab);
    byte[] scores = new byte[width * height];
    for (int at = 0; at < scores.length; at++) {
      double far = Math.min(1, nearest(lab, at, rim) / FAR_LEVELS);
      scores[at] = (byte) Math.round(255 * far * central(at % width, at / width));
    }
    double probable = Math.clamp(parted(scores), LEAST_PROBABLE, MOST_PROBABLE);
    byte[] labels = new byte[scores.length];
    for (int at = 0; at < labels.length; at++) {
      boolean subject = (scores[at] & 0xff) > 255 * probable;
      labels[at] = (byte) (rim(at % width, at / width) ? GC_BGD : subject ? GC_PR_FGD : GC_PR_BGD);
    }
    return labels;
  }

  /** The score that parts the high from the low ones best (Otsu, 1979), 0 to 1. */
  private double parted(byte[] scores) {
    Mat levels = new Mat(height, width, CV_8UC1);
    levels.data().put(scores);
    return threshold(levels, new Mat(), 0, 255, THRESH_BINARY | THRESH_OTSU) / 255;
  }

  /** Top and bottom, and the sides above and below where a large subject may leave the picture. */
  private boolean rim(int x, int y) {
    double across = Math.min(x + 0.5, width - x - 0.5) / width;
    double down = (y + 0.5) / height;
    return down < 0.05 || down > 0.97 || (across < 0.03 && (down < 0.3 || down > 0.85));
  }

  /** 1 a little below the centre, falling to all sides. */
  private double central(int x, int y) {
    double across = ((x + 0.5) / width - 0.5) / 0.4;
    double down = ((y + 0.5) / height - 0.55) / 0.35;
    return Math.exp(-across * across - down * down);
  }

  /** The main colours of the rim; none if it is too small to say. */
  private float[] rimColors(float[] lab) {
    float[] samples = new float[lab.length];
    int count = 0;
    for (int at = 0; at < width * height; at++) {
      if (rim(at % width, at / width)) {
        System.arraycopy(lab, 3 * at, samples, 3 * count++, 3);
      }
    }
    if (count < RIM_COLORS) {
      return new float[0];
    }
    Mat points = new Mat(count, 3, CV_32F);
    new FloatPointer(points.data()).put(samples, 0, 3 * count);
    Mat centers = new Mat();
    setRNGSeed(SEED);
    TermCriteria stop = new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, 20, 0.5);
    kmeans(points, RIM_COLORS, new Mat(), stop, 1, KMEANS_PP_CENTERS, centers);
    float[] colors = new float[RIM_COLORS * 3];
    new FloatPointer(centers.data()).get(colors);
    return colors;
  }

  /** Distance to the nearest of the colours; 0 if there are none to differ from. */
  private static double nearest(float[] lab, int at, float[] colors) {
    double least = colors.length == 0 ? 0 : Double.MAX_VALUE;
    for (int color = 0; color < colors.length; color += 3) {
      double light = 0.7 * (lab[3 * at] - colors[color]);
      double a = 1.5 * (lab[3 * at + 1] - colors[color + 1]);
      double b = 1.5 * (lab[3 * at + 2] - colors[color + 2]);
      least = Math.min(least, light * light + a * a + b * b);
    }
    return Math.sqrt(least);
  }
}
