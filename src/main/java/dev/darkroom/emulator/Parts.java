package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The parts of uploads that are not complete. They lie beside the notes of the uploads, so that
 * they are pruned with them.
 */
final class Parts {
  private final Path uploads;
  private final Path temporary;
  private final long maxFileBytes;

  Parts(Path uploads, Path temporary, long maxFileBytes) {
    this.uploads = uploads;
    this.temporary = temporary;
    this.maxFileBytes = maxFileBytes;
  }

  /**
   * Keeps a part; the same one again replaces it.
   *
   * @param token of an upload that was announced
   * @return its etag, or empty if the upload is larger than allowed
   */
  Optional<String> receive(String token, int number, InputStream in) throws IOException {
    Path part = Files.createTempFile(temporary, "part", "");
    try {
      var digest = new DigestInputStream(in, md5());
      if (!Bounded.copy(digest, part, maxFileBytes - others(token, number))) {
        return Optional.empty();
      }
      Durable.move(part, path(token, number));
      return Optional.of(etag(digest));
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Puts the parts together.
   *
   * @param parts as completion names them: from 1 without a gap, each with its etag
   * @param into a file that is replaced
   * @return whether they are all there, as they were sent
   */
  boolean join(String token, JsonNode parts, Path into) throws IOException {
    try (OutputStream out = Files.newOutputStream(into)) {
      for (int number = 1; number <= parts.size(); number++) {
        JsonNode named = parts.path(number - 1);
        Path part = path(token, number);
        if (named.path("partNumber").asInt() != number || !Files.isRegularFile(part)) {
          return false;
        }
        try (var in = new DigestInputStream(Files.newInputStream(part), md5())) {
          in.transferTo(out);
          if (!named.path("etag").asText().equals(etag(in))) {
            return false;
          }
        }
      }
    }
    return !parts.isEmpty();
  }

  void delete(String token) throws IOException {
    try (var parts = Files.newDirectoryStream(uploads, token + ".*")) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }

  private long others(String token, int number) throws IOException {
    long bytes = 0;
    try (var parts = Files.newDirectoryStream(uploads, token + ".*")) {
      for (Path part : parts) {
        bytes += part.equals(path(token, number)) ? 0 : Files.size(part);
      }
    }
    return bytes;
  }

  private Path path(String token, int number) {
    return uploads.resolve(token + "." + number);
  }

  private static String etag(DigestInputStream read) {
    return '"' + HexFormat.of().formatHex(read.getMessageDigest().digest()) + '"';
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
