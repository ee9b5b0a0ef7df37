package dev.darkroom.blobs;

import dev.darkroom.blobs.DownloadException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;

/**
 * Reads the bytes out of {@code data:…;base64,…} addresses, in which clients may send pictures and
 * models may return them. Nothing is copied as a whole: such a text may have many megabytes.
 */
final class DataUris {
  private static final String SCHEME = "data:";
  private static final String ENCODING = ";base64";

  /** A media type with its parameters is shorter. */
  private static final int HEAD_CHARS_MAX = 256;

  private DataUris() {}

  static boolean isOne(String url) {
    return url.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** The bytes, decoded while they are read; the size is checked before. */
  static GuardedHttp.Body open(String url, long maxBytes) throws DownloadException {
    int comma = url.indexOf(',');
    if (comma < 0
        || comma > HEAD_CHARS_MAX
        || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(ENCODING)) {
      throw DownloadException.of(Kind.BROKEN, "a data address without base64", null);
    }
    if ((url.length() - comma - 1L) / 4 * 3 > maxBytes + 2) {
      throw DownloadException.of(
          Kind.TOO_LARGE, "a data address of more than " + maxBytes + " bytes", null);
    }
    Characters text = new Characters(url, comma + 1);
    InputStream bytes = Base64.getDecoder().wrap(text);
    return buffer -> {
      try {
        int read = bytes.read(buffer);
        if (read < 0 && text.read() >= 0) {
          // The decoder stops at the first padding, whatever follows.
          throw new IOException("more after the end");
        }
        return read;
      } catch (IOException e) {
        throw DownloadException.of(Kind.BROKEN, "a data address with broken base64", null);
      }
    };
  }

  /** The rest of a text as bytes; what is not ASCII is no base64 either. */
  private static final class Characters extends InputStream {
    private final String text;
    private int at;

    Characters(String text, int from) {
      this.text = text;
      this.at = from;
    }

    @Override
    public int read() {
      return at < text.length() ? Math.min(text.charAt(at++), 0xff) : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int read = Math.min(length, text.length() - at);
      if (read <= 0) {
        return length == 0 ? 0 : -1;
      }
      for (int i = 0; i < read; i++) {
        into[offset + i] = (byte) read();
      }
      return read;
    }
  }
}
