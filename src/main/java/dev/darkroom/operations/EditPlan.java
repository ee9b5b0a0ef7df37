package dev.darkroom.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.operations.Sources.Source;
import org.jspecify.annotations.Nullable;

/** What an editing model is asked, said as that model takes it. */
final class EditPlan {
  /** The usual side of a square result where the model leaves the size to us, in pixels. */
  private static final double USUAL_SIDE = 2048;

  private EditPlan() {}

  /**
   * Plans a call of an editing model.
   *
   * @param format what the result should come as, if the model can be told
   * @param aspectRatio {@code 16:9}, or null to keep that of the last picture
   */
  static CallPlan of(
      String id,
      Catalogue.Model model,
      String prompt,
      String format,
      @Nullable String aspectRatio,
      Source last) {
    ObjectNode input = JsonNodeFactory.instance.objectNode().put("prompt", prompt);
    if (model.outputFormats().contains(format)) {
      input.put("output_format", format);
    }
    if (aspectRatio != null && model.aspectRatios().contains(aspectRatio)) {
      input.put("aspect_ratio", aspectRatio);
    }
    if (!model.imageSides().isEmpty()) {
      Size size = aspectRatio == null ? new Size(last.width(), last.height()) : size(aspectRatio);
      Size fitted = size.fitted(model.imageSides().getFirst(), model.imageSides().getLast());
      input
          .putObject("image_size")
          .put("width", Math.round(fitted.width()))
          .put("height", Math.round(fitted.height()));
    }
    return new CallPlan(id, input);
  }

  private static Size size(String aspectRatio) {
    String[] sides = aspectRatio.split(":", -1);
    double root = Math.sqrt(Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]));
    return new Size(USUAL_SIDE * root, USUAL_SIDE / root);
  }

  /** Sides in pixels, before they are rounded. */
  record Size(double width, double height) {

    /** Both sides between the bounds, in the same ratio as far as that can be. */
    Size fitted(int min, int max) {
      double scale = Math.min(1, max / Math.max(width, height));
      scale = Math.max(scale, min / Math.min(width, height));
      return new Size(Math.clamp(width * scale, min, max), Math.clamp(height * scale, min, max));
    }
  }
}
