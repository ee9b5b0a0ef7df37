package dev.darkroom.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What fal says of itself in the headers of a webhook (fal docs, model-apis/inference/webhooks).
 *
 * @param timestamp seconds since 1970, as they came
 * @param signature Ed25519 in hex, over the other three and the digest of the body, a line each
 */
public record WebhookSignature(
    @Nullable String requestId,
    @Nullable String userId,
    @Nullable String timestamp,
    @Nullable String signature) {

  /** Older ones may be repetitions by somebody who listened; newer ones cannot be. */
  private static final Duration AGE_MAX = Duration.ofMinutes(5);

  /** Whether it was made about now. */
  public boolean isFresh(Instant now) {
    if (timestamp == null || !timestamp.matches("[0-9]{1,12}")) {
      return false;
    }
    Instant made = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(made, now).abs().compareTo(AGE_MAX) <= 0;
  }

  /** Whether this key made it for this body, byte for byte as it came. */
  boolean isBy(PublicKey key, byte[] body) {
    if (requestId == null || userId == null || timestamp == null || signature == null) {
      return false;
    }
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      String said = String.join("\n", requestId, userId, timestamp, sha256(body));
      check.update(said.getBytes(StandardCharsets.UTF_8));
      return check.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not hex, or not as long as a signature is.
      return false;
    }
  }

  private static String sha256(byte[] body) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
  }
}
