package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureFormat;
import java.io.IOException;
import java.util.Base64;

/**
 * Publishes pictures as fal's {@code Image} objects.
 *
 * @param inline whether the bytes stand in {@code url} as a data URI, as with {@code sync_mode}
 */
record Outputs(Workbench bench, PictureFormat format, boolean inline) {

  /** url, content_type, file_name, file_size, width, height. */
  ObjectNode image(String name, Picture picture) throws IOException {
    byte[] file = picture.encode(format);
    String fileName = name + "." + format.extension();
    return Json.object()
        .put("url", inline ? dataUri(file) : bench.publish(fileName, file))
        .put("content_type", format.contentType())
        .put("file_name", fileName)
        .put("file_size", file.length)
        .put("width", picture.width())
        .put("height", picture.height());
  }

  private String dataUri(byte[] file) {
    return "data:" + format.contentType() + ";base64," + Base64.getEncoder().encodeToString(file);
  }
}
