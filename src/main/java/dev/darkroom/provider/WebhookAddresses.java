package dev.darkroom.provider;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where fal tells the end of a request. Each address names the job, which of its stages this is,
 * and the model, so that a request whose answer was lost can be known by its webhook; and a token
 * over all three, so that nobody else can say so.
 */
public final class WebhookAddresses {
  /** Below the address of this server. */
  public static final String PATH = "/api/webhooks/fal";

  private final String base;
  private final SecretKeySpec secret;

  /**
   * Addresses of this server.
   *
   * @param publicUrl where the provider reaches it
   * @param secret the same on all servers that share jobs
   */
  public WebhookAddresses(URI publicUrl, String secret) {
    this.base = publicUrl.toString().replaceFirst("/+$", "") + PATH;
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /**
   * The address for the submits of one stage.
   *
   * @param stage 0 for the first of the job, 1 …
   */
  public URI of(String jobId, int stage, String model) {
    return URI.create(
        "%s?job=%s&stage=%d&model=%s&token=%s"
            .formatted(
                base,
                encoded(jobId),
                stage,
                encoded(model),
                token(jobId, Integer.toString(stage), model)));
  }

  /** Whether an address with these values was given away. */
  public boolean isOurs(String jobId, String stage, String model, String token) {
    return MessageDigest.isEqual(
        token(jobId, stage, model).getBytes(StandardCharsets.US_ASCII),
        token.getBytes(StandardCharsets.UTF_8));
  }

  private String token(String jobId, String stage, String model) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      String said = String.join("\n", jobId, stage, model);
      return HexFormat.of().formatHex(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
