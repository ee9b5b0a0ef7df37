package dev.darkroom.library;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The folder of a user in storage: {@code users/{userId}/}.
 *
 * @param root ends with a slash
 */
public record UserFolder(String root) {

  /**
   * The folder of this e-mail address. A hash of the address follows its readable part, because
   * {@code a.b@x} and {@code a_b@x} read alike and two users must never share a folder.
   */
  public static UserFolder of(String email) {
    String address = email.toLowerCase(Locale.ROOT);
    String readable = address.replaceAll("[^a-z0-9_-]", "_");
    return new UserFolder("users/%s-%s/".formatted(readable, sha256(address).substring(0, 8)));
  }

  /** The key of a result: {@code users/{userId}/library/{name}}. */
  public String library(String name) {
    return root + "library/" + name;
  }

  /** The key of a file that the user brought: {@code users/{userId}/uploads/{name}}. */
  public String upload(String name) {
    return root + "uploads/" + name;
  }

  /**
   * The whole key for one that a request names, whole or relative to this folder; empty if it names
   * a file of somebody else.
   */
  public Optional<String> resolve(String key) {
    if (!key.startsWith("users/")) {
      return Optional.of(root + key);
    }
    return key.startsWith(root) ? Optional.of(key) : Optional.empty();
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
