package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Seedream's {@code image_size}: a named one, or width and height. */
final class SeedreamSize {
  private static final String FIELD = "image_size";
  private static final int MAX_SIDE_PIXELS = 4096;

  /** A smaller area is scaled up, keeping its ratio. */
  private static final long LEAST_PIXELS = 921_600;

  private static final Frame OTHERWISE = new Frame(2048, 2048);

  private static final Map<String, Frame> NAMED =
      Map.of(
          "square_hd", new Frame(1024, 1024),
          "square", new Frame(512, 512),
          "portrait_4_3", new Frame(768, 1024),
          "portrait_16_9", new Frame(576, 1024),
          "landscape_4_3", new Frame(1024, 768),
          "landscape_16_9", new Frame(1024, 576));

  /** The shape of the first picture, with so many pixels. */
  private static final Map<String, Long> AUTO =
      Map.of("auto", 2048L * 2048, "auto_2K", 2048L * 2048, "auto_4K", 4096L * 4096);

  private SeedreamSize() {}

  /** Complains to {@code check} about what is wrong. */
  static EditModel.Framing read(JsonNode size, InputCheck check) {
    if (size.isMissingNode()) {
      return fixed(OTHERWISE);
    }
    if (size instanceof ObjectNode sides) {
      InputCheck inner = check.within(FIELD, sides);
      int width = inner.requiredInteger("width", 1, MAX_SIDE_PIXELS);
      int height = inner.requiredInteger("height", 1, MAX_SIDE_PIXELS);
      return fixed(new Frame(width, height));
    }
    List<String> names = new ArrayList<>(NAMED.keySet());
    names.addAll(AUTO.keySet());
    names.sort(null);
    String name = check.choice(FIELD, names, "square_hd");
    Long pixels = AUTO.get(name);
    if (pixels != null) {
      return (width, height) -> held(Frame.like(width, height, pixels));
    }
    return fixed(NAMED.getOrDefault(name, OTHERWISE));
  }

  private static EditModel.Framing fixed(Frame frame) {
    Frame held = held(frame);
    return (_, _) -> held;
  }

  /** Within the bounds of area and sides, in the same shape as far as they allow. */
  private static Frame held(Frame frame) {
    double pixels = (double) frame.width() * frame.height();
    double up = pixels < LEAST_PIXELS ? Math.sqrt(LEAST_PIXELS / pixels) : 1;
    return new Frame(side(frame.width() * up), side(frame.height() * up));
  }

  private static int side(double pixels) {
    return Math.clamp(Math.round(pixels), 1, MAX_SIDE_PIXELS);
  }
}
