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
import org.jspecify.annotations.Nullable;

/**
 * Addresses of this server that let whoever holds them read or put one blob until an instant, each
 * signed by HMAC-SHA256 over all that it says: {@code
 * {publicUrl}/api/storage/file?key=…&expires=…&signature=…}, the same of {@code
 * /api/storage/preview}, and {@code
 * {publicUrl}/api/storage/put?key=…&type=…&size=…&expires=…&signature=…}.
 */
final class SignedUrls {
  private static final int MIN_SECRET_BYTES = 32;
  private static final String FILE = "/api/storage/file";
  private static final String PREVIEW = "/api/storage/preview";
  private static final String PUT = "/api/storage/put";
  private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]{1,100}");
  private static final String KEY = "[?]key=(?<key>[A-Za-z0-9._%-]+)";
  private static final String END = "&expires=(?<expires>[0-9]{1,11})&signature=(?<signature>.+)";
  private static final Pattern FILE_QUERY = Pattern.compile(KEY + END);

  private static final Pattern PUT_QUERY =
      Pattern.compile(KEY + "&type=(?<type>[A-Za-z0-9.%-]+)&size=(?<size>[0-9]{1,18})" + END);

  /** Copied for each signature: to look the algorithm up takes longer than to sign. */
  private final Mac hmac;

  private final URI publicUrl;
  private final String base;

  /**
   * Signs with a secret of at least 32 bytes.
   *
   * @param publicUrl where browsers reach this server, with or without a path
   * @throws IllegalArgumentException if the secret is too short
   */
  SignedUrls(byte[] secret, URI publicUrl) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException("the secret must have at least 32 bytes");
    }
    this.hmac = hmac(secret);
    this.publicUrl = publicUrl;
    this.base = publicUrl.toString().replaceFirst("/+$", "");
  }

  /** The address of a blob, good until the instant, in whole seconds. */
  URI sign(BlobKey key, Instant expiresAt) {
    return sign(FILE, "file", key, expiresAt);
  }

  /** The address of a blob's preview, which opens nothing else. */
  URI signPreview(BlobKey key, Instant expiresAt) {
    return sign(PREVIEW, "preview", key, expiresAt);
  }

  private URI sign(String path, String use, BlobKey key, Instant expiresAt) {
    String expires = Long.toString(expiresAt.getEpochSecond());
    return URI.create(
        base
            + path
            + "?key="
            + encoded(key.value())
            + "&expires="
            + expires
            + "&signature="
            + signature(use, key.value(), expires));
  }

  /**
   * The blob behind an address that was signed here and is still good; empty for any other text.
   * The part before {@code /api} may be left out.
   */
  Optional<BlobKey> read(String url, Instant now) {
    return read(FILE, "file", url, now);
  }

  /** As {@link #read}, of an address that was made by {@link #signPreview}. */
  Optional<BlobKey> readPreview(String url, Instant now) {
    return read(PREVIEW, "preview", url, now);
  }

  private Optional<BlobKey> read(String path, String use, String url, Instant now) {
    Matcher query = query(url, path, FILE_QUERY);
    if (query == null) {
      return Optional.empty();
    }
    String key = URLDecoder.decode(query.group("key"), StandardCharsets.UTF_8);
    String expires = query.group("expires");
    return isGood(query, signature(use, key, expires), now)
        ? Optional.of(BlobKey.of(key))
        : Optional.empty();
  }

  /**
   * An address that takes one blob until the instant, in whole seconds.
   *
   * @throws IllegalArgumentException if the type is none, or the size is negative
   */
  URI signPut(PutPermit permit, Instant expiresAt) {
    if (!TYPE.matcher(permit.contentType()).matches() || permit.size() < 0) {
      throw new IllegalArgumentException("not a content type, or a negative size");
    }
    String expires = Long.toString(expiresAt.getEpochSecond());
    return URI.create(
        base
            + PUT
            + "?key="
            + encoded(permit.key().value())
            + "&type="
            + encoded(permit.contentType())
            + "&size="
            + permit.size()
            + "&expires="
            + expires
            + "&signature="
            + signature(permit, expires));
  }

  /** What an address allows that was made by {@link #signPut} and is still good. */
  Optional<PutPermit> readPut(String url, Instant now) {
    Matcher query = query(url, PUT, PUT_QUERY);
    if (query == null) {
      return Optional.empty();
    }
    String key = URLDecoder.decode(query.group("key"), StandardCharsets.UTF_8);
    String type = URLDecoder.decode(query.group("type"), StandardCharsets.UTF_8);
    String size = query.group("size");
    String expires = query.group("expires");
    return isGood(query, signature("put", key, type, size, expires), now)
        ? Optional.of(new PutPermit(BlobKey.of(key), type, Long.parseLong(size)))
        : Optional.empty();
  }

  /** Scheme, host and port. */
  URI origin() {
    return URI.create(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority());
  }

  private @Nullable Matcher query(String url, String path, Pattern form) {
    String start = (url.startsWith("/") ? "" : base) + path;
    if (!url.startsWith(start)) {
      return null;
    }
    Matcher query = form.matcher(url.substring(start.length()));
    return query.matches() ? query : null;
  }

  private static boolean isGood(Matcher query, String signature, Instant now) {
    boolean signed =
        MessageDigest.isEqual(
            signature.getBytes(StandardCharsets.UTF_8),
            query.group("signature").getBytes(StandardCharsets.UTF_8));
    return signed && now.isBefore(Instant.ofEpochSecond(Long.parseLong(query.group("expires"))));
  }

  private String signature(PutPermit permit, String expires) {
    return signature(
        "put", permit.key().value(), permit.contentType(), Long.toString(permit.size()), expires);
  }

  private static Mac hmac(byte[] secret) {
    try {
      Mac hmac = Mac.getInstance("HmacSHA256");
      hmac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return hmac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** The first line keeps one use of the secret apart from any other. */
  private String signature(String use, String... values) {
    try {
      Mac mac = (Mac) hmac.clone();
      String signed = "darkroom " + use + "\n" + String.join("\n", values);
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HmacSHA256 can be copied", e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
