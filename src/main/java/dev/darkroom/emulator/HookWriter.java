package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** Writes the calls of webhooks and signs them as fal does, unless ordered to do it badly. */
final class HookWriter {
  /** fal says whose request it was by an opaque id; here there is only one account. */
  private static final String USER = "emulator";

  private final HookKeys keys;
  private final String baseUrl;
  private final PrivateKey stranger = HookKeys.fresh().getPrivate();

  HookWriter(HookKeys keys, String baseUrl) {
    this.keys = keys;
    this.baseUrl = baseUrl;
  }

  /**
   * The call as it is sent, signed with this time.
   *
   * @throws IllegalArgumentException if the url is none that can be called
   */
  HttpRequest write(Hook hook, Outcome outcome, Optional<HookWay.Changed> change, Instant now) {
    HookWay.Changed way = change.orElse(null);
    String id =
        way instanceof HookWay.Foreign foreign
            ? foreign.requestId().orElseGet(() -> UUID.randomUUID().toString())
            : hook.id();
    Instant at = way instanceof HookWay.Stale stale ? now.minusSeconds(stale.seconds()) : now;
    PrivateKey key = way instanceof HookWay.Forge ? stranger : keys.signer();
    ObjectNode body = HookBody.of(id, outcome, baseUrl);
    ObjectNode signed =
        way instanceof HookWay.WithoutPayload ? HookBody.withoutPayload(body) : body;
    ObjectNode sent = way instanceof HookWay.Tamper ? HookBody.turned(signed) : signed;
    String timestamp = Long.toString(at.getEpochSecond());
    return HttpRequest.newBuilder(URI.create(hook.url()))
        .header("Content-Type", "application/json")
        .header("X-Fal-Webhook-Request-Id", id)
        .header("X-Fal-Webhook-User-Id", USER)
        .header("X-Fal-Webhook-Timestamp", timestamp)
        .header("X-Fal-Webhook-Signature", signature(key, id, timestamp, Json.bytes(signed)))
        .POST(BodyPublishers.ofByteArray(Json.bytes(sent)))
        .build();
  }

  private static String signature(PrivateKey key, String id, String timestamp, byte[] body) {
    String message = String.join("\n", id, USER, timestamp, QueueCalls.sha256(body));
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(message.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("own keys must sign, indicates a bug", e);
    }
  }
}
