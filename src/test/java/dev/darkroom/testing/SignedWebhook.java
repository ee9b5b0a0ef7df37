package dev.darkroom.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** A webhook as the provider signs it, or as somebody else does in its name. */
public record SignedWebhook(URI address, String requestId, Instant at, PrivateKey key) {
  private static final String USER = "an-account";

  /** The emulator's own key, from its folder. */
  public static PrivateKey providersKey(Path data) {
    try {
      Path file = data.resolve("emulator").resolve("webhook-keys.json");
      String text = new JsonMapper().readTree(file.toFile()).path(0).path("privateKey").asText();
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public SignedWebhook by(PrivateKey other) {
    return new SignedWebhook(address, requestId, at, other);
  }

  public SignedWebhook at(Instant other) {
    return new SignedWebhook(address, requestId, other, key);
  }

  public SignedWebhook to(URI other) {
    return new SignedWebhook(other, requestId, at, key);
  }

  public HttpRequest request() {
    return builder(body(), "").build();
  }

  public HttpRequest withBodyAfterwards(String other) {
    return builder(other, "").build();
  }

  public HttpRequest without(String header) {
    return builder(body(), header).build();
  }

  private String body() {
    return "{\"request_id\":\"%s\",\"status\":\"OK\",\"payload\":null}".formatted(requestId);
  }

  private HttpRequest.Builder builder(String sent, String leftOut) {
    String seconds = Long.toString(at.getEpochSecond());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(sent));
    add(request, leftOut, "X-Fal-Webhook-Request-Id", requestId);
    add(request, leftOut, "X-Fal-Webhook-User-Id", USER);
    add(request, leftOut, "X-Fal-Webhook-Timestamp", seconds);
    add(request, leftOut, "X-Fal-Webhook-Signature", signature(seconds));
    return request;
  }

  private static void add(HttpRequest.Builder to, String leftOut, String name, String value) {
    if (!name.equals(leftOut)) {
      to.header(name, value);
    }
  }

  private String signature(String seconds) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(body().getBytes(StandardCharsets.UTF_8));
      String said = String.join("\n", requestId, USER, seconds, HexFormat.of().formatHex(digest));
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(said.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
