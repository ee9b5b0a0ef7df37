package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Says in 64 characters what something was made from, and how. */
public final class Fingerprints {

  private Fingerprints() {}

  /** The SHA-256 of a file, in hex. */
  public static String ofFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in::transferTo);
    }
  }

  /** Something that is too large to be held in memory only for this. */
  @FunctionalInterface
  public interface Written {
    void to(OutputStream out) throws IOException;
  }

  /** The SHA-256 of what is written, in hex. */
  public static String of(Written written) throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream into = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      written.to(into);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The SHA-256 of bytes, in hex. */
  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** Of a file's hash, the model and the settings that it is asked with. */
  static String of(String fileHash, String model, JsonNode settings) {
    String all = fileHash + "\n" + model + "\n" + settings;
    return of(all.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
