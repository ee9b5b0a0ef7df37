package dev.darkroom.blobs;

import dev.darkroom.blobs.DownloadException.Kind;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;

/** Reads the bytes out of {@code data:…;base64,…} addresses, in which models may return results. */
final class DataUris {
  private DataUris() {}

  static boolean isOne(URI url) {
    return "data".equalsIgnoreCase(url.getScheme());
  }

  /** The bytes; the size is checked before they are decoded. */
  static byte[] decode(URI url, long maxBytes) throws DownloadException {
    String text = url.getRawSchemeSpecificPart();
    int comma = text.indexOf(',');
    if (comma < 0 || !text.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
      throw DownloadException.of(Kind.BROKEN, "a data address without base64", null);
    }
    String data = text.substring(comma + 1);
    if (data.length() / 4 * 3L > maxBytes + 2) {
      throw tooLarge(maxBytes);
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException e) {
      throw DownloadException.of(Kind.BROKEN, "a data address with broken base64", null);
    }
    if (bytes.length > maxBytes) {
      throw tooLarge(maxBytes);
    }
    return bytes;
  }

  private static DownloadException tooLarge(long maxBytes) {
    return DownloadException.of(
        Kind.TOO_LARGE, "a data address of more than " + maxBytes + " bytes", null);
  }
}
