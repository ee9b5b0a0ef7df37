package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureException;

/** Opens the pictures that an input names, or says in fal's words why not. */
final class Sources {
  private final long maxInputPixels;

  Sources(EmulatorSettings.Limits limits) {
    this.maxInputPixels = limits.maxInputPixels();
  }

  /**
   * Fetches and decodes one picture, which the caller closes.
   *
   * @param field as for {@link Workbench#download}
   * @throws ModelException {@code file_download_error}, {@code file_too_large}, {@code
   *     image_load_error} or {@code image_too_large}
   */
  Picture read(String field, String url, Workbench bench)
      throws ModelException, InterruptedException {
    return open(field, bench.download(field, url));
  }

  /** As {@link #read}, of bytes that are there. */
  Picture open(String field, byte[] bytes) throws ModelException {
    try {
      return Picture.read(bytes, maxInputPixels);
    } catch (PictureException e) {
      throw switch (e.kind()) {
        case NOT_A_PICTURE, BROKEN ->
            ModelException.unprocessable(field, "image_load_error", "Failed to load the image");
        case TOO_MANY_PIXELS -> tooLarge(field, maxInputPixels);
      };
    }
  }

  /** Names the sides of the largest square; any shape of as many pixels fits. */
  static ModelException tooLarge(String field, long maxPixels) {
    long side = (long) Math.sqrt((double) maxPixels);
    ObjectNode detail = ModelException.detail(field, "image_too_large", "The image is too large");
    detail.putObject("ctx").put("max_width", side).put("max_height", side);
    return ModelException.unprocessable(JsonNodeFactory.instance.arrayNode().add(detail));
  }
}
