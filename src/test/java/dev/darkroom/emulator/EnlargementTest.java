package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Enlargement.Strength;
import dev.darkroom.media.Picture;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class EnlargementTest {
  private static final Strength GENTLE = new Strength(0, 1);
  private static final Strength STRONG = new Strength(1, 0);

  /** Grey: dark left, bright right, with some repeatable noise. */
  private static Picture edge(int width, int height, int noise) {
    byte[] pixels = new byte[width * height * 3];
    Random random = new Random(1);
    for (int i = 0; i < width * height; i++) {
      int light = (i % width < width / 2 ? 60 : 180) + random.nextInt(noise + 1);
      pixels[3 * i] = (byte) light;
      pixels[3 * i + 1] = (byte) light;
      pixels[3 * i + 2] = (byte) light;
    }
    Mat mat = new Mat(height, width, CV_8UC3);
    mat.data().put(pixels);
    return Picture.of(mat);
  }

  private static int[][] doubled(Picture source, Strength strength) throws Exception {
    try (Picture large =
        Enlargement.of(
            source, source.width() * 2, source.height() * 2, strength, new IdleBench())) {
      return light(large);
    }
  }

  private static int[][] light(Picture picture) {
    byte[] pixels = new byte[picture.width() * picture.height() * 3];
    picture.mat().data().get(pixels);
    int[][] light = new int[picture.height()][picture.width()];
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      light[i / picture.width()][i % picture.width()] = pixels[3 * i] & 0xff;
    }
    return light;
  }

  @Test
  void edgesHaveNoHalo() throws Exception {
    try (Picture source = edge(80, 600, 0)) {
      // 8 % of the step of 120 and 2 levels are allowed, and one for rounding.
      for (int[] row : doubled(source, STRONG)) {
        for (int light : row) {
          assertTrue(light >= 60 - 13 && light <= 180 + 13, "" + light);
        }
      }
    }
  }

  @Test
  void strengthMakesEdgesSteeper() throws Exception {
    try (Picture source = edge(80, 80, 0)) {
      int gentle = steepest(doubled(source, GENTLE));
      int strong = steepest(doubled(source, STRONG));
      assertTrue(strong > gentle + 5, strong + " " + gentle);
    }
  }

  @Test
  void flatPartsGetCalmer() throws Exception {
    try (Picture source = edge(80, 80, 5);
        Picture plain = source.resize(160, 160)) {
      double before = roughness(light(plain));
      double after = roughness(doubled(source, new Strength(0.35, 0.6)));
      assertTrue(after < 0.9 * before, after + " " + before);
    }
  }

  @Test
  void noSeamShowsWhereStripsMeet() throws Exception {
    // Without its first 100 rows the same picture is cut into strips elsewhere.
    try (Picture source = edge(40, 600, 60);
        Picture rest = Picture.of(source.mat().rowRange(100, 600).clone())) {
      int[][] whole = doubled(source, STRONG);
      int[][] later = doubled(rest, STRONG);
      for (int y = 480; y < 540; y++) {
        for (int x = 0; x < whole[y].length; x++) {
          assertEquals(later[y - 200][x], whole[y][x], 1, x + "," + y);
        }
      }
    }
  }

  @Test
  void anInterruptedRunStopsBetweenStrips() {
    try (Picture source = edge(40, 600, 0)) {
      assertThrows(
          InterruptedException.class,
          () ->
              Enlargement.of(
                      source,
                      80,
                      1200,
                      GENTLE,
                      new IdleBench() {
                        @Override
                        public void progress(double fraction) throws InterruptedException {
                          throw new InterruptedException();
                        }
                      })
                  .close());
    }
  }

  private static int steepest(int[][] light) {
    int[] row = light[light.length / 2];
    int steepest = 0;
    for (int x = 1; x < row.length; x++) {
      steepest = Math.max(steepest, row[x] - row[x - 1]);
    }
    return steepest;
  }

  /** The variance of the dark half, away from the edge. */
  private static double roughness(int[][] light) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int[] row : light) {
      for (int x = 0; x < row.length / 4; x++) {
        sum += row[x];
        squares += row[x] * row[x];
        count++;
      }
    }
    return squares / count - (sum / count) * (sum / count);
  }

  /** A bench for pixel work alone. */
  private static class IdleBench implements Workbench {
    @Override
    public void progress(double fraction) throws InterruptedException {}

    @Override
    public byte[] download(String field, String url) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path downloadFile(String field, String url) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path temporary(String suffix) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String publish(String fileName, byte[] bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String publish(String fileName, Path file) {
      throw new UnsupportedOperationException();
    }
  }
}
