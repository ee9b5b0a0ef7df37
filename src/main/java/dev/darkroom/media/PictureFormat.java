package dev.darkroom.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/** The picture formats that are read and written. */
public enum PictureFormat {
  JPEG("image/jpeg", "jpg"),
  PNG("image/png", "png"),
  WEBP("image/webp", "webp");

  /** How many leading bytes {@link #sniff} needs at most. */
  public static final int SNIFFED_BYTES = 12;

  private final String contentType;
  private final String extension;

  PictureFormat(String contentType, String extension) {
    this.contentType = contentType;
    this.extension = extension;
  }

  /** The media type, such as {@code image/jpeg}. */
  public String contentType() {
    return contentType;
  }

  /** The usual file name ending without its dot, such as {@code jpg}. */
  public String extension() {
    return extension;
  }

  /**
   * Tells the format by magic bytes alone.
   *
   * @param head the first {@link #SNIFFED_BYTES} bytes of a file, or all of a shorter one
   * @return empty if it is none of ours
   */
  public static Optional<PictureFormat> sniff(byte[] head) {
    String start = new String(head, 0, Math.min(head.length, SNIFFED_BYTES), ISO_8859_1);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (start.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    return Optional.empty();
  }
}
