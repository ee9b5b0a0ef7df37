package dev.darkroom.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.media.Measure;
import dev.darkroom.media.Measured;
import dev.darkroom.media.PictureFormat;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenesTest {
  private static final Path FOLDER = Path.of("src/main/resources/templates");
  private static final long MAX_BYTES = 400_000;
  private static final long MAX_BYTES_TOGETHER = 2_000_000;
  private static final double SAME_BELOW = 4;
  private static final double DIFFERENT_ABOVE = 20;
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  static Stream<Sample> scenes() {
    return Scenes.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void everySceneIsAnUprightJpegOfOneSize(Sample scene) {
    assertEquals(
        new Measured(PictureFormat.JPEG, 1536, 1024, 1, false),
        Measure.measure(FOLDER.resolve(scene.file()), 2_000_000));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void everyFileShowsWhatTheProgramDraws(Sample scene) throws IOException {
    double difference = difference(kept(scene), drawn(scene));
    assertTrue(difference < SAME_BELOW, scene.file() + " is off by " + difference);
  }

  @Test
  void noTwoScenesLookAlike() throws IOException {
    List<Sample> all = Scenes.ALL;
    for (int i = 0; i < all.size(); i++) {
      for (Sample other : all.subList(i + 1, all.size())) {
        double difference = difference(kept(all.get(i)), kept(other));
        String pair = all.get(i).file() + " and " + other.file();
        assertTrue(difference > DIFFERENT_ABOVE, pair + " differ by " + difference);
      }
    }
  }

  @Test
  void noCarStandsInAScene() {
    for (Sample scene : Scenes.ALL) {
      if (scene.scene() instanceof Stage stage) {
        assertEquals(List.of(), stage.cars(), scene.file());
      }
    }
  }

  @Test
  void theFolderHoldsTheScenesAndIsSmall() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          scenes().map(Sample::file).sorted().toList(),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jpg"))
              .sorted()
              .toList());
    }
    long together = 0;
    for (Sample scene : Scenes.ALL) {
      long bytes = Files.size(FOLDER.resolve(scene.file()));
      assertTrue(bytes <= MAX_BYTES, scene.file() + ": " + bytes + " bytes");
      together += bytes;
    }
    assertTrue(together <= MAX_BYTES_TOGETHER, "bytes of all scenes: " + together);
  }

  private static BufferedImage kept(Sample scene) throws IOException {
    return small(ImageIO.read(FOLDER.resolve(scene.file()).toFile()));
  }

  private static BufferedImage drawn(Sample scene) {
    Film film = new Film(4 * WIDTH, 4 * HEIGHT, 1, scene.film().exposure(), 0);
    return small(film.expose(scene.scene(), scene.camera()));
  }

  private static BufferedImage small(BufferedImage image) {
    BufferedImage small = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Image averaged = image.getScaledInstance(WIDTH, HEIGHT, Image.SCALE_AREA_AVERAGING);
    small.createGraphics().drawImage(averaged, 0, 0, null);
    return small;
  }

  /** The mean over pixels and channels, of 255. */
  private static double difference(BufferedImage a, BufferedImage b) {
    double sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum / (WIDTH * HEIGHT * 3);
  }
}
