package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.Box;
import dev.darkroom.operations.DrawToEdit.Corners;
import dev.darkroom.operations.Sources.Source;
import org.jspecify.annotations.Nullable;

/** Boxes as requests send them and jobs keep them. */
final class Boxes {
  private static final String FIELD = "boundingBox";

  private Boxes() {}

  /** The box of a request; its four numbers must be there, and its sides above zero. */
  static Box required(@Nullable Corners corners) throws Refusal {
    if (corners == null) {
      throw Refusal.badInput(
          "BOX_REQUIRED", FIELD, "Send where the region lies as boundingBox{x,y,width,height}.");
    }
    double width = number("width", corners.width());
    double height = number("height", corners.height());
    if (Math.round(width) < 1 || Math.round(height) < 1) {
      throw bad(Math.round(width) < 1 ? "width" : "height", "must be at least one pixel");
    }
    double x = number("x", corners.x());
    double y = number("y", corners.y());
    try {
      return new Box(x, y, width, height);
    } catch (IllegalArgumentException e) {
      throw Refusal.badInput("BAD_BOX", FIELD, "boundingBox lies too far outside.");
    }
  }

  private static double number(String name, @Nullable Double value) throws Refusal {
    if (value == null || !Double.isFinite(value)) {
      throw bad(name, "must be a number of pixels");
    }
    return value;
  }

  private static Refusal bad(String name, String rule) {
    String field = FIELD + "." + name;
    return Refusal.badInput("BAD_BOX", field, "%s %s.".formatted(field, rule));
  }

  /** Some of the box must lie on the picture, and the scaled region must fit in memory. */
  static void requireFits(Box box, Source original, long pixelsMax) throws Refusal {
    if (!box.overlaps(original.width(), original.height())) {
      throw Refusal.badInput("BOX_OUTSIDE", FIELD, "boundingBox lies outside the picture.");
    }
    if (!box.fits(pixelsMax)) {
      throw Refusal.badInput("BOX_TOO_LARGE", FIELD, "boundingBox is too large.");
    }
  }

  static void write(Box box, ObjectNode into) {
    into.put("x", box.x()).put("y", box.y()).put("width", box.width()).put("height", box.height());
  }

  static Box read(JsonNode box) {
    return new Box(
        box.path("x").asDouble(),
        box.path("y").asDouble(),
        box.path("width").asDouble(),
        box.path("height").asDouble());
  }
}
