package dev.darkroom.bench;

import dev.darkroom.bench.SharpStitch.Setting;
import dev.darkroom.bench.Sizes.Size;
import dev.darkroom.media.Box;
import dev.darkroom.media.Picture;
import dev.darkroom.media.Stitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a drawn edit, from two JPEG files to one PNG of 12 megapixels, against sharp, in
 * turns.
 *
 * <p>Sharp runs as it comes, and as fast as it can without a larger file than that: which of its
 * settings this is, is tried here. Ours does more, as it also makes a blurhash.
 */
final class StitchTime implements Measurement {
  private static final double BAR = 3;
  private static final int ROUNDS_EACH = 5;
  private static final int WARM_UP = 20;
  private static final int TRIES = 2;
  private static final int MOST_LEVEL = 6;
  private static final long MAX_PIXELS = 100_000_000;
  private static final String WHAT = "stitch 12 megapixels";
  private static final String BAR_WORDS = "≥ 3 ×";

  private static final Path SAMPLES =
      Path.of(System.getProperty("darkroom.jar"))
          .toAbsolutePath()
          .resolveSibling("../samples")
          .normalize();
  private static final Path ORIGINAL = SAMPLES.resolve("coast.jpg");
  private static final Path EDITED = SAMPLES.resolve("coast-region.jpg");
  private static final Box BOX = new Box(1200, 900, 1500, 1050);

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    Path own = folder.resolve("darkroom.png");
    Path theirs = folder.resolve("sharp.png");
    try (SharpStitch sharp =
        SharpStitch.start(
            ORIGINAL.toString(),
            EDITED.toString(),
            theirs.toString(),
            "1200",
            "900",
            "1500",
            "1050")) {
      return compare(own, sharp, theirs, sizes.get(Size.ROUNDS) * ROUNDS_EACH);
    } catch (IOException e) {
      return List.of(Figure.notMeasured(WHAT, BAR_WORDS, String.valueOf(e.getMessage())));
    }
  }

  private static List<Figure> compare(Path own, SharpStitch sharp, Path theirs, int rounds)
      throws IOException {
    for (int i = 0; i < WARM_UP; i++) {
      stitch(own);
    }
    Setting best = best(sharp, theirs);
    double[] ms = new double[rounds];
    double[] bestMs = new double[rounds];
    double[] usualMs = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ms[round] = stitch(own);
      usualMs[round] = sharp.ms(Setting.USUAL);
      bestMs[round] = sharp.ms(best);
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(ratio(WHAT, ms, sharp.versions() + ", " + best, bestMs));
    figures.add(ratio(WHAT, ms, "sharp as it comes, " + Setting.USUAL, usualMs));
    figures.add(size(own, "sharp's at " + best, Files.size(theirs)));
    sharp.ms(Setting.USUAL);
    figures.add(size(own, "sharp's as it comes", Files.size(theirs)));
    figures.add(Figure.plain("how far the pixels differ", PixelDifference.words(own, theirs, BOX)));
    return figures;
  }

  /** The fastest setting whose file is no larger than the usual one's. */
  private static Setting best(SharpStitch sharp, Path file) throws IOException {
    sharp.ms(Setting.USUAL);
    long mostBytes = Files.size(file);
    Setting best = Setting.USUAL;
    double bestMs = sharp.ms(best);
    for (int level = 1; level <= MOST_LEVEL; level++) {
      for (boolean filtered : new boolean[] {false, true}) {
        Setting setting = new Setting(level, filtered);
        double ms = Double.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
          ms = Math.min(ms, sharp.ms(setting));
        }
        if (ms < bestMs && Files.size(file) <= mostBytes) {
          best = setting;
          bestMs = ms;
        }
      }
    }
    return best;
  }

  private static double stitch(Path to) throws IOException {
    long start = System.nanoTime();
    try (Picture edited = Picture.read(EDITED, MAX_PIXELS)) {
      Stitch.png(ORIGINAL, edited, BOX, MAX_PIXELS, to);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  private static Figure ratio(String what, double[] ms, String peer, double[] peerMs) {
    double ours = Throughput.median(ms);
    double theirs = Throughput.median(peerMs);
    return Figure.of(
        what,
        "%.0f ms, %.1f × as fast as %s (%.0f ms)".formatted(ours, theirs / ours, peer, theirs),
        BAR_WORDS,
        theirs >= BAR * ours);
  }

  private static Figure size(Path own, String peer, long peerBytes) throws IOException {
    long bytes = Files.size(own);
    return Figure.of(
        "the stitched file",
        "%.2f MB = %.2f × %s (%.2f MB)"
            .formatted(bytes / 1e6, (double) bytes / peerBytes, peer, peerBytes / 1e6),
        "no larger",
        bytes <= peerBytes);
  }
}
