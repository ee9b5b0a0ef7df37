package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.provider.RequestRef;
import dev.darkroom.provider.WebhookAddresses;
import dev.darkroom.provider.WebhookKeys;
import dev.darkroom.provider.WebhookSignature;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the provider that a request has ended. Nothing is believed of what it brings but whose
 * it is: the worker asks for itself. It is answered at once, since a slow or refused webhook is
 * sent again, and a repeated one changes nothing.
 */
@Path(WebhookAddresses.PATH)
@RunOnVirtualThread
@PermitAll
public class WebhookResource {
  private static final Logger LOG = Logger.getLogger(WebhookResource.class);
  private static final int BODY_BYTES_MAX = (int) BodyLimits.JSON_BYTES_MAX;

  private final WebhookAddresses addresses;
  private final WebhookKeys keys;
  private final Jobs jobs;
  private final InstantSource clock;
  private final ObjectMapper json;
  private final MeterRegistry meters;

  /** How it ended, for those who watch. */
  private enum Outcome {
    /** It was news. */
    ACCEPTED,
    /** Its job has ended, or is not there: a repetition, mostly. */
    LATE,
    /** To an address that we gave to nobody. */
    FOREIGN,
    /** Too old, or from the future. */
    STALE,
    /** Not signed by the provider. */
    FORGED,
    /** It says nothing that can be read. */
    MALFORMED,
    /** The keys of the provider could not be had, or the store did not take it: 503. */
    DEFERRED
  }

  WebhookResource(
      WebhookAddresses addresses,
      WebhookKeys keys,
      Jobs jobs,
      InstantSource clock,
      ObjectMapper json,
      MeterRegistry meters) {
    this.addresses = addresses;
    this.keys = keys;
    this.jobs = jobs;
    this.clock = clock;
    this.json = json;
    this.meters = meters;
    for (Outcome each : Outcome.values()) {
      counter(each);
    }
  }

  private Counter counter(Outcome outcome) {
    return meters.counter(
        "darkroom.provider.webhooks", "outcome", outcome.name().toLowerCase(Locale.ROOT));
  }

  /** What the address says, as it was given to the provider. */
  record Address(
      @QueryParam("job") @Nullable String job,
      @QueryParam("stage") @Nullable String stage,
      @QueryParam("model") @Nullable String model,
      @QueryParam("token") @Nullable String token) {}

  /** What the provider says of itself. */
  record Sender(
      @HeaderParam("X-Fal-Webhook-Request-Id") @Nullable String requestId,
      @HeaderParam("X-Fal-Webhook-User-Id") @Nullable String userId,
      @HeaderParam("X-Fal-Webhook-Timestamp") @Nullable String timestamp,
      @HeaderParam("X-Fal-Webhook-Signature") @Nullable String signature) {

    WebhookSignature signed() {
      return new WebhookSignature(requestId, userId, timestamp, signature);
    }
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "For the provider: a request has ended")
  public void heard(@BeanParam Address address, @BeanParam Sender sender, InputStream stream)
      throws Refusal {
    // Whatever is thrown on the way says less than what was found out before.
    Outcome[] outcome = {Outcome.MALFORMED};
    try {
      hear(address, sender, stream, outcome);
    } finally {
      counter(outcome[0]).increment();
    }
  }

  private void hear(Address address, Sender sender, InputStream stream, Outcome[] outcome)
      throws Refusal {
    String job = Required.parameter("job", address.job());
    String stage = Required.parameter("stage", address.stage());
    String model = Required.parameter("model", address.model());
    String token = Required.parameter("token", address.token());
    // Nothing is read of strangers, who may send without end.
    if (!addresses.isOurs(job, stage, model, token)) {
      outcome[0] = Outcome.FOREIGN;
      throw stranger();
    }
    byte[] body = read(stream);
    WebhookSignature signature = sender.signed();
    Instant now = clock.instant();
    if (!signature.isFresh(now)) {
      outcome[0] = Outcome.STALE;
      throw stranger();
    }
    outcome[0] = Outcome.DEFERRED;
    if (!isGenuine(signature, body, now)) {
      outcome[0] = Outcome.FORGED;
      throw stranger();
    }
    outcome[0] = Outcome.MALFORMED;
    RequestRef request = request(model, body);
    outcome[0] = Outcome.DEFERRED;
    boolean news = jobs.webhook(job, Integer.parseInt(stage), request);
    outcome[0] = news ? Outcome.ACCEPTED : Outcome.LATE;
  }

  private static Refusal stranger() {
    return new Refusal(
        Kind.FORBIDDEN, "BAD_SIGNATURE", null, "This is not from the picture service.");
  }

  private static byte[] read(InputStream stream) throws Refusal {
    try {
      byte[] body = stream.readNBytes(BODY_BYTES_MAX + 1);
      if (body.length > BODY_BYTES_MAX) {
        throw new Refusal(Kind.TOO_LARGE, "TOO_LARGE", null, "This is too large.");
      }
      return body;
    } catch (IOException e) {
      throw new Refusal(Kind.BAD_INPUT, "BODY_CUT", null, "The body did not come whole.");
    }
  }

  private boolean isGenuine(WebhookSignature signature, byte[] body, Instant now) throws Refusal {
    try {
      return keys.signed(signature, body, now);
    } catch (ProviderException e) {
      LOG.warnf("A webhook could not be checked: %s", e.getMessage());
      throw new Refusal(
          Kind.BUSY, "TRY_AGAIN", null, "Webhooks cannot be checked right now. Send it again.");
    }
  }

  /** The body's id stays the same when the provider tries a request again; the header's may not. */
  private RequestRef request(String model, byte[] body) throws Refusal {
    try {
      return RequestRef.of(model, json.readTree(body).path("request_id").asText());
    } catch (IOException | IllegalArgumentException e) {
      throw Required.badValue("request_id");
    }
  }
}
