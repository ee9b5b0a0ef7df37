package dev.darkroom.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.media.Measure;
import dev.darkroom.media.Measured;
import dev.darkroom.media.PictureFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
  private static final Path FOLDER = Path.of("samples");
  private static final long MAX_PIXELS = 100_000_000;

  static Stream<Sample> samples() {
    return Sample.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleIsWhatItClaims(Sample sample) {
    int width = sample.film().width();
    int height = sample.film().height();
    assertEquals(
        new Measured(PictureFormat.JPEG, width, height, sample.orientation(), false),
        Measure.measure(FOLDER.resolve(sample.file()), MAX_PIXELS));
  }

  @Test
  void theSamplesSpanTheSizesOfPhotos() {
    assertTrue(samples().allMatch(s -> pixels(s) >= 2_000_000 && pixels(s) <= 12_000_000));
    assertTrue(samples().anyMatch(s -> pixels(s) == 12_000_000));
    assertTrue(samples().anyMatch(s -> s.film().height() > s.film().width()));
    assertTrue(samples().anyMatch(s -> s.orientation() == 6));
  }

  @Test
  void theFolderHoldsTheSamplesAndIsSmall() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          Stream.concat(samples().map(Sample::file), Stream.of("coast-region.jpg"))
              .sorted()
              .toList(),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    long bytes = 0;
    for (Sample sample : Sample.ALL) {
      bytes += Files.size(FOLDER.resolve(sample.file()));
    }
    assertTrue(bytes < 8_000_000, "bytes of all samples: " + bytes);
  }

  @Test
  void aSceneIsTheSamePictureEveryTime() {
    Film film = new Film(48, 32, 1, 1, 0.016);
    for (Sample sample : Sample.ALL) {
      int[] first = rgb(film, sample);
      assertArrayEquals(first, rgb(film, sample), sample.file());
      assertTrue(Arrays.stream(first).distinct().count() > 500, sample.file());
    }
  }

  private static int[] rgb(Film film, Sample sample) {
    var image = film.expose(sample.scene(), sample.camera());
    return image.getRGB(0, 0, film.width(), film.height(), null, 0, film.width());
  }

  private static long pixels(Sample sample) {
    return (long) sample.film().width() * sample.film().height();
  }
}
