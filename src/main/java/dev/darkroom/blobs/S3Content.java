package dev.darkroom.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What is known of bytes before they are sent, from reading them once.
 *
 * @param size in bytes
 * @param contentType sniffed
 * @param sha256 of the whole, in hex
 * @param md5s of each part, in Base64; one of nothing if there are no bytes
 */
record S3Content(long size, String contentType, String sha256, List<String> md5s) {
  private static final int BUFFER_BYTES = 64 << 10;

  static S3Content of(InputStream in, int partBytes) throws IOException {
    MessageDigest whole = digest("SHA-256");
    MessageDigest part = digest("MD5");
    List<String> md5s = new ArrayList<>();
    byte[] buffer = new byte[BUFFER_BYTES];
    byte[] head = {};
    long size = 0;
    while (true) {
      int room = (int) Math.min(buffer.length, partBytes - size % partBytes);
      int count = in.readNBytes(buffer, 0, room);
      if (size == 0) {
        head = Arrays.copyOf(buffer, Math.min(count, ContentTypes.HEAD_BYTES));
      }
      whole.update(buffer, 0, count);
      part.update(buffer, 0, count);
      size += count;
      boolean end = count < room;
      if (end ? size == 0 || size % partBytes > 0 : size % partBytes == 0) {
        md5s.add(Base64.getEncoder().encodeToString(part.digest()));
      }
      if (end) {
        String sha256 = HexFormat.of().formatHex(whole.digest());
        return new S3Content(size, ContentTypes.sniff(head), sha256, md5s);
      }
    }
  }

  /** The digest of the whole alone. */
  static String sha256(InputStream in) throws IOException {
    MessageDigest digest = digest("SHA-256");
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The digest of what goes as one part, in Base64. */
  static String md5(byte[] bytes) {
    return Base64.getEncoder().encodeToString(digest("MD5").digest(bytes));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
