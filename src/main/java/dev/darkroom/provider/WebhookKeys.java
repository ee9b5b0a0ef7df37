package dev.darkroom.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which fal signs webhooks. They are kept for a day at most, and asked for again when a
 * webhook fits none of them, since they change without a word; but not by each stranger's webhook.
 */
public final class WebhookKeys {
  private static final Duration AGE_MAX = Duration.ofHours(24);
  private static final Duration ANEW_AFTER = Duration.ofMinutes(1);

  /** While the keys cannot be had, webhooks are told so at once and do not queue up for them. */
  private static final Duration FAILED_FOR = Duration.ofSeconds(10);

  private static final Duration WAIT_MAX = Duration.ofSeconds(1);

  /** What stands before the 32 bytes of an Ed25519 key in its X.509 form. */
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Fal fal;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Known known = new Known(List.of(), Instant.MIN);

  /** Guarded by {@link #asking}. */
  private @Nullable Failed failed;

  /** Keys of this provider; none is asked for yet. */
  public WebhookKeys(Fal fal) {
    this.fal = fal;
  }

  private record Known(List<PublicKey> keys, Instant at) {
    boolean isOlderThan(Duration age, Instant now) {
      return at.equals(Instant.MIN) || at.plus(age).isBefore(now);
    }

    boolean signed(WebhookSignature signature, byte[] body) {
      return keys.stream().anyMatch(key -> signature.isBy(key, body));
    }
  }

  private record Failed(ProviderException why, Instant until) {}

  /**
   * Whether fal signed this.
   *
   * @throws ProviderException if its keys are not known and cannot be had
   */
  public boolean signed(WebhookSignature signature, byte[] body, Instant now)
      throws ProviderException {
    Known held = known.isOlderThan(AGE_MAX, now) ? ask(AGE_MAX, now) : known;
    if (held.signed(signature, body)) {
      return true;
    }
    return held.isOlderThan(ANEW_AFTER, now) && ask(ANEW_AFTER, now).signed(signature, body);
  }

  /** Asks for the keys, unless somebody did just now. */
  private Known ask(Duration age, Instant now) throws ProviderException {
    if (!askingIsMine()) {
      throw new ProviderException(
          ProviderException.Kind.TROUBLE, true, "the keys are being asked for", "", null);
    }
    try {
      if (known.isOlderThan(age, now)) {
        known = new Known(answer(now), now);
      }
      return known;
    } finally {
      asking.unlock();
    }
  }

  /** Whoever waits much longer for somebody else's call will be told again by the provider. */
  private boolean askingIsMine() {
    try {
      return asking.tryLock(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<PublicKey> answer(Instant now) throws ProviderException {
    Failed last = failed;
    if (last != null && now.isBefore(last.until)) {
      throw last.why;
    }
    try {
      List<PublicKey> keys = keys(fal.webhookKeys());
      if (keys.isEmpty()) {
        // Of a server in trouble; the keys that are known may still be good.
        throw new ProviderException(
            ProviderException.Kind.UNREADABLE, true, "jwks named no key", "", null);
      }
      return keys;
    } catch (ProviderException e) {
      failed = new Failed(e, now.plus(FAILED_FOR));
      throw e;
    }
  }

  private static List<PublicKey> keys(JsonNode jwks) {
    List<PublicKey> keys = new ArrayList<>();
    for (JsonNode key : jwks.path("keys")) {
      if (key.path("kty").asText().equals("OKP") && key.path("crv").asText().equals("Ed25519")) {
        add(keys, key.path("x").asText());
      }
    }
    return List.copyOf(keys);
  }

  /** One that cannot be read must not keep the others from being used. */
  private static void add(List<PublicKey> keys, String x) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(x.replaceAll("=+$", ""));
      byte[] whole = new byte[X509_HEAD.length + bytes.length];
      System.arraycopy(X509_HEAD, 0, whole, 0, X509_HEAD.length);
      System.arraycopy(bytes, 0, whole, X509_HEAD.length, bytes.length);
      keys.add(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // No key of this kind.
    }
  }
}
