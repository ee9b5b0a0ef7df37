package dev.darkroom.notify;

import dev.darkroom.notify.NotifyStore.Rotation;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What webhooks are signed by, a secret for each user (Standard Webhooks). None is ever stored: it
 * follows from the server's own and from how often the user has changed it.
 */
public final class Secrets {
  /** How long a secret that was replaced is still used beside the new one. */
  public static final Duration OLD_VALID = Duration.ofHours(24);

  /** So many changes may count at once. */
  static final int ROTATIONS_MAX = 5;

  private static final String HMAC = "HmacSHA256";

  private final NotifyStore store;
  private final String serverSecret;

  /**
   * Secrets that follow from one of the server's.
   *
   * @param serverSecret used for nothing else
   */
  public Secrets(NotifyStore store, String serverSecret) {
    this.store = store;
    this.serverSecret = serverSecret;
  }

  /**
   * A secret that counts.
   *
   * @param text {@code whsec_…}
   * @param madeAt null for the one that a user begins with
   * @param until null for the current one
   */
  public record Secret(String text, @Nullable Instant madeAt, @Nullable Instant until) {}

  /** Those that count, the current one first. */
  public List<Secret> of(String user, Instant now) {
    List<Secret> valid = new ArrayList<>();
    Instant until = null;
    List<Rotation> rotations = store.rotations(user);
    for (Rotation each : rotations) {
      if (until == null || until.isAfter(now)) {
        valid.add(new Secret(text(user, each.n()), each.at(), until));
      }
      until = each.at().plus(OLD_VALID);
    }
    boolean begins = rotations.isEmpty() || rotations.getLast().n() == 1;
    if (begins && (until == null || until.isAfter(now))) {
      valid.add(new Secret(text(user, 0), null, until));
    }
    return valid;
  }

  /** Makes another one the current one. False if it was changed too often of late. */
  public boolean rotate(String user, Instant now) {
    List<Rotation> rotations = store.rotations(user);
    int n = rotations.isEmpty() ? 1 : rotations.getFirst().n() + 1;
    return store.rotate(user, new Rotation(n, now), now.minus(OLD_VALID), ROTATIONS_MAX);
  }

  /** The header {@code webhook-signature}: one signature for each secret that counts. */
  String signatures(String user, String id, Instant at, byte[] body) {
    byte[] head = "%s.%d.".formatted(id, at.getEpochSecond()).getBytes(StandardCharsets.UTF_8);
    return of(user, at).stream()
        .map(secret -> "v1," + base64(hmac(key(secret), head, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] key(Secret secret) {
    return Base64.getDecoder().decode(secret.text().substring("whsec_".length()));
  }

  private String text(String user, int n) {
    byte[] what = (user + "\n" + n).getBytes(StandardCharsets.UTF_8);
    return "whsec_" + base64(hmac(serverSecret.getBytes(StandardCharsets.UTF_8), what));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
    }
  }
}
