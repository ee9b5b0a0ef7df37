package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.darkroom.media.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The run that the edit models share: fetch the pictures, compose, publish. */
final class EditModel {
  private final Sources sources;
  private final long maxOutputPixels;

  /** Finds the size of the outputs once the first picture's is known. */
  interface Framing {
    Frame frame(int firstWidth, int firstHeight);
  }

  /**
   * One edit.
   *
   * @param firstIndex place of the first of {@code imageUrls} in the input's list
   */
  record Wish(String prompt, List<String> imageUrls, int firstIndex, int count, Framing framing) {}

  /** What came of it; a seed of its own if none was given. */
  record Edited(ArrayNode images, String description, int seed) {}

  EditModel(EmulatorSettings.Limits limits) {
    this.sources = new Sources(limits);
    this.maxOutputPixels = limits.maxOutputPixels();
  }

  /** Runs one edit; {@code seed} is negative if the input names none. */
  Edited run(Wish wish, int seed, Outputs outputs)
      throws ModelException, IOException, InterruptedException {
    Workbench bench = outputs.bench();
    List<Picture> pictures = new ArrayList<>();
    try {
      Frame frame = read(wish, pictures, bench);
      int used = seed < 0 ? seedOf(wish) : seed;
      ArrayNode images = Json.object().putArray("images");
      String description = "";
      for (int i = 0; i < wish.count(); i++) {
        Composition composition =
            new Composition(Prompt.read(wish.prompt()), frame, used + (long) i);
        Composition.Composed composed = composition.of(pictures);
        description = composed.description();
        try (Picture picture = Picture.of(composed.bgr())) {
          images.add(outputs.image("output-" + (i + 1), picture));
        }
        bench.progress(0.4 + 0.6 * (i + 1) / wish.count());
      }
      return new Edited(images, description, used);
    } finally {
      pictures.forEach(Picture::close);
    }
  }

  /** Reads the pictures, each no larger than the output needs. */
  private Frame read(Wish wish, List<Picture> pictures, Workbench bench)
      throws ModelException, InterruptedException {
    Frame frame = new Frame(1, 1);
    for (int i = 0; i < wish.imageUrls().size(); i++) {
      String field = "image_urls." + (wish.firstIndex() + i);
      try (Picture picture = sources.read(field, wish.imageUrls().get(i), bench)) {
        if (i == 0) {
          frame = wish.framing().frame(picture.width(), picture.height());
          if ((long) frame.width() * frame.height() > maxOutputPixels) {
            throw Sources.tooLarge("image_size", maxOutputPixels);
          }
        }
        pictures.add(i == 0 ? scene(picture, frame) : reduced(picture, frame));
      }
      bench.progress(0.4 * (i + 1) / wish.imageUrls().size());
    }
    return frame;
  }

  private static Picture scene(Picture picture, Frame frame) {
    return Picture.of(frame.filledBy(picture));
  }

  private static Picture reduced(Picture picture, Frame frame) {
    double most = Math.max(frame.width(), frame.height());
    double scale = Math.min(1, most / Math.max(picture.width(), picture.height()));
    int width = Math.max(1, (int) Math.round(picture.width() * scale));
    int height = Math.max(1, (int) Math.round(picture.height() * scale));
    return picture.resize(width, height);
  }

  private static int seedOf(Wish wish) {
    CRC32 crc = new CRC32();
    crc.update(wish.prompt().getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue() & Integer.MAX_VALUE;
  }
}
