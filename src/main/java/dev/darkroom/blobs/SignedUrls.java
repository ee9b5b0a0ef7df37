package dev.darkroom.blobs;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses that let whoever holds them read one blob until an instant: {@code
 * {publicUrl}/api/storage/file?key=…&expires=…&signature=…}, signed by HMAC-SHA256 over key and
 * expiry. They are made when read and never stored.
 */
public final class SignedUrls {
  private static final int MIN_SECRET_BYTES = 32;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  private static final Pattern QUERY =
      Pattern.compile(
          "[?]key=(?<key>[A-Za-z0-9._%-]+)&expires=(?<expires>[0-9]+)&signature=(?<signature>[0-9a-f]+)");

  private final SecretKeySpec secret;
  private final String base;

  /**
   * Signs with a secret of at least 32 bytes.
   *
   * @param publicUrl where browsers reach this server, with or without a path
   * @throws IllegalArgumentException if the secret is too short
   */
  public SignedUrls(byte[] secret, URI publicUrl) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("the secret must have at least 32 bytes");
    }
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.base = publicUrl.toString().replaceFirst("/+$", "") + "/api/storage/file";
  }

  /** The address of a blob, good until the instant, in whole seconds. */
  public URI sign(BlobKey key, Instant expiresAt) {
    String expires = Long.toString(expiresAt.getEpochSecond());
    return URI.create(
        base
            + "?key="
            + URLEncoder.encode(key.value(), StandardCharsets.UTF_8)
            + "&expires="
            + expires
            + "&signature="
            + signature(key.value(), expires));
  }

  /**
   * Whether these decoded query values are an address that was signed here and is still good.
   * Nothing about them need have been checked before.
   */
  public boolean verify(String key, String expires, String signature, Instant now) {
    boolean signed =
        MessageDigest.isEqual(
            signature(key, expires).getBytes(StandardCharsets.UTF_8),
            signature.getBytes(StandardCharsets.UTF_8));
    return signed
        && SECONDS.matcher(expires).matches()
        && now.isBefore(Instant.ofEpochSecond(Long.parseLong(expires)));
  }

  /**
   * The blob behind an address that was signed here and is still good; empty for any other text.
   */
  public Optional<BlobKey> read(String url, Instant now) {
    Matcher query = url.startsWith(base + "?") ? QUERY.matcher(url.substring(base.length())) : null;
    if (query == null || !query.matches()) {
      return Optional.empty();
    }
    String key = URLDecoder.decode(query.group("key"), StandardCharsets.UTF_8);
    return verify(key, query.group("expires"), query.group("signature"), now)
        ? Optional.of(BlobKey.of(key))
        : Optional.empty();
  }

  private String signature(String key, String expires) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      // The first line keeps this use of the secret apart from any other.
      String signed = "darkroom file\n" + key + "\n" + expires;
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
