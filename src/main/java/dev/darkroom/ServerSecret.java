package dev.darkroom;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What this server, and those that work with it, sign and encrypt by. */
final class ServerSecret {
  private final byte[] bytes;

  private ServerSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  static ServerSecret of(DarkroomSettings settings, DataFolder data) {
    return new ServerSecret(
        settings
            .secret()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .orElseGet(data::secret));
  }

  /** 32 or more. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** Another secret for each purpose, from which this one cannot be told: 64 hex digits. */
  String derived(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
    }
  }
}
