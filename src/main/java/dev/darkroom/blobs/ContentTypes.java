package dev.darkroom.blobs;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Media types told from a file's first bytes. Only kinds that are safe to serve are known; HTML and
 * SVG, which can carry scripts, are {@code application/octet-stream} like all else.
 */
public final class ContentTypes {
  /** How many first bytes {@link #sniff} wants to see; fewer will do for shorter files. */
  public static final int HEAD_BYTES = 64;

  /** The type of bytes that are not known. */
  public static final String UNKNOWN = "application/octet-stream";

  private ContentTypes() {}

  /** The media type of a file that begins with these bytes, or {@link #UNKNOWN}. */
  public static String sniff(byte[] head) {
    // Latin-1 keeps every byte as one character, so that signatures can be written as text.
    String text =
        new String(head, 0, Math.min(head.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return "image/jpeg";
    }
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return "image/png";
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return "image/gif";
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return "image/webp";
    }
    if (text.startsWith("ftyp", 4)) {
      return isoMedia(text.length() < 12 ? "" : text.substring(8, 12));
    }
    if (text.startsWith("\u001aE\u00df\u00a3")) {
      return text.contains("webm") ? "video/webm" : "video/x-matroska";
    }
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[") ? "application/json" : UNKNOWN;
  }

  /** The type if it is one of those that {@link #sniff} tells, else {@link #UNKNOWN}. */
  static String known(@Nullable String contentType) {
    return contentType == null || extension(contentType).equals("bin") ? UNKNOWN : contentType;
  }

  /** The usual file extension of a media type, without a dot; {@code bin} if there is none. */
  public static String extension(String contentType) {
    return switch (contentType) {
      case "image/jpeg" -> "jpg";
      case "image/png" -> "png";
      case "image/gif" -> "gif";
      case "image/webp" -> "webp";
      case "image/avif" -> "avif";
      case "image/heic" -> "heic";
      case "video/mp4" -> "mp4";
      case "video/quicktime" -> "mov";
      case "video/webm" -> "webm";
      case "video/x-matroska" -> "mkv";
      case "application/json" -> "json";
      default -> "bin";
    };
  }

  private static String isoMedia(String brand) {
    return switch (brand) {
      case "avif", "avis" -> "image/avif";
      case "heic", "heix", "heim", "heis", "mif1", "msf1" -> "image/heic";
      case "qt  " -> "video/quicktime";
      default -> "video/mp4";
    };
  }
}
