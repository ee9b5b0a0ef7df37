package dev.darkroom.media;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The video files that are taken, told by their first bytes. */
public enum VideoFormat {
  MP4("video/mp4", "mp4", "mov"),
  QUICKTIME("video/quicktime", "mov", "mov"),
  WEBM("video/webm", "webm", "matroska");

  /** How many first bytes {@link #sniff} wants to see. */
  public static final int SNIFFED_BYTES = 64;

  private static final int BRAND_AT = 8;
  private static final int BRAND_END = 12;

  private final String contentType;
  private final String extension;
  private final String demuxer;

  VideoFormat(String contentType, String extension, String demuxer) {
    this.contentType = contentType;
    this.extension = extension;
    this.demuxer = demuxer;
  }

  /** The media type. */
  public String contentType() {
    return contentType;
  }

  /** The file extension, without a dot. */
  public String extension() {
    return extension;
  }

  /** FFmpeg's name for what reads it. */
  String demuxer() {
    return demuxer;
  }

  /** The format of a file that begins with these bytes. */
  public static Optional<VideoFormat> sniff(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u001aE\u00df\u00a3")) {
      return text.contains("webm") ? Optional.of(WEBM) : Optional.empty();
    }
    if (!text.startsWith("ftyp", 4) || text.length() < BRAND_END) {
      return Optional.empty();
    }
    return switch (text.substring(BRAND_AT, BRAND_END)) {
      // Pictures in the same box format.
      case "avif", "avis", "heic", "heix", "heim", "heis", "mif1", "msf1" -> Optional.empty();
      case "qt  " -> Optional.of(QUICKTIME);
      default -> Optional.of(MP4);
    };
  }
}
