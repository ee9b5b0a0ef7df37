package dev.darkroom.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.FalInMemory;
import dev.darkroom.simulation.Weather.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** The provider's queue as the documents say it is, at the other end of a bad wire. */
final class SimulatedProvider {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern REQUEST = Pattern.compile("/requests/([^/?]+)(/status|/cancel)?");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration REMEMBERED = Duration.ofMinutes(6);

  private final World world;
  private final Map<String, ProviderRequest> requests = new LinkedHashMap<>();
  private final Fal client = FalInMemory.over(this::exchange);

  SimulatedProvider(World world) {
    this.world = world;
  }

  Fal client() {
    return client;
  }

  List<ProviderRequest> of(String jobId) {
    return requests.values().stream().filter(request -> request.jobId.equals(jobId)).toList();
  }

  ProviderRequest request(String id) {
    return Objects.requireNonNull(requests.get(id));
  }

  int taken() {
    return requests.size();
  }

  private ClassicHttpResponse exchange(ClassicHttpRequest request) throws IOException {
    Node node = Objects.requireNonNull(world.timeline.running().node);
    Instant begun = world.timeline.now();
    world.faults.moment(node, "call");
    Matcher about = REQUEST.matcher(request.getPath());
    if (about.find()) {
      ClassicHttpResponse answer = about(about.group(1), String.valueOf(about.group(2)));
      world.faults.moment(node, "answer");
      return answer;
    }
    return submit(request, begun, node);
  }

  private ClassicHttpResponse submit(ClassicHttpRequest request, Instant begun, Node node)
      throws IOException {
    if (happens(Fault.BUSY)) {
      return switch (world.weather.below(3)) {
        case 0 -> throw new ConnectException("nobody there");
        case 1 -> answer(503, "{\"detail\":\"overloaded\"}");
        default -> answer(429, "{\"detail\":\"too many\"}");
      };
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    request.getEntity().writeTo(body);
    JsonNode input = JSON.readTree(body.toByteArray());
    world.rules.sent(input.path("job").asText(), begun);
    if (happens(Fault.REQUEST_LOST)) {
      throw unanswered();
    }
    ProviderRequest taken = take(input, request.getPath().contains("fal_webhook="));
    if (happens(Fault.ANSWER_LOST)) {
      return switch (world.weather.below(3)) {
        case 0 -> answer(502, "<html>bad gateway</html>");
        case 1 -> answer(200, "not JSON");
        default -> throw unanswered();
      };
    }
    world.faults.moment(node, "answer");
    taken.heard = true;
    return answer(200, "{\"request_id\":\"%s\"}".formatted(taken.id));
  }

  /** It may take long until a caller gives up. */
  private IOException unanswered() {
    world.timeline.pause(world.weather.between(Duration.ofMillis(1), Duration.ofSeconds(30)));
    return new SocketTimeoutException("no answer");
  }

  private ProviderRequest take(JsonNode input, boolean tells) {
    Instant startsAt = later(world.timeline.now(), Duration.ofMillis(10), Duration.ofSeconds(40));
    ProviderRequest taken =
        new ProviderRequest(
            "request-%d".formatted(requests.size() + 1),
            input.path("job").asText(),
            input.path("stage").asInt(),
            input.path("submit").asInt(),
            input.path("last").asBoolean(),
            startsAt,
            later(startsAt, Duration.ofMillis(10), Duration.ofMinutes(1)),
            !happens(Fault.MODEL_FAILS));
    world.note("the provider takes " + taken.id + " for " + taken.jobId);
    world.rules.beforeTaking(taken);
    requests.put(taken.id, taken);
    if (tells) {
      world.timeline.spawn(null, () -> tell(taken));
    }
    return taken;
  }

  /** Somewhat later, or so much that nobody waits for it. */
  private Instant later(Instant than, Duration least, Duration most) {
    return than.plus(happens(Fault.HANGS) ? HOUR : world.weather.between(least, most));
  }

  /** The webhooks of one request: in time, late, again and again, or never. */
  private void tell(ProviderRequest request) {
    world.timeline.pause(Duration.between(world.timeline.now(), request.endsAt));
    int times = 1;
    while (times > 0 && !request.cancelled()) {
      if (!happens(Fault.WEBHOOK_LOST)) {
        world.webhook(request);
      }
      times--;
      if (happens(Fault.WEBHOOK_AGAIN)) {
        times++;
        world.timeline.pause(world.weather.between(Duration.ofMillis(10), Duration.ofMinutes(10)));
      }
    }
  }

  private ClassicHttpResponse about(String id, String what) throws IOException {
    ProviderRequest request = request(id);
    request.stopTried |= what.equals("/cancel");
    if (happens(Fault.CALL_FAILS)) {
      return switch (world.weather.below(5)) {
        case 0 -> throw new ConnectException("nobody there");
        case 1 -> throw unanswered();
        case 2 -> answer(500, "{\"detail\":\"trouble\"}");
        case 3 -> answer(502, "<html>bad gateway</html>");
        default -> answer(200, "not JSON");
      };
    }
    Instant now = world.timeline.now();
    boolean denied = happens(Fault.QUEUE_LIES) && world.weather.below(2) == 0;
    if (denied || forgotten(request, now)) {
      return answer(404, "{\"status\":\"NOT_FOUND\"}");
    }
    return switch (what) {
      case "/status" -> status(request, now);
      case "/cancel" -> cancel(request, now);
      default -> result(request, now);
    };
  }

  private boolean forgotten(ProviderRequest request, Instant now) {
    return request.endsAt.plus(REMEMBERED).isBefore(now);
  }

  private ClassicHttpResponse status(ProviderRequest request, Instant now) {
    boolean backInQueue = happens(Fault.QUEUE_LIES);
    if (!request.cancelled() && (request.startsAt.isAfter(now) || backInQueue)) {
      return answer(
          202, "{\"status\":\"IN_QUEUE\",\"queue_position\":%d}".formatted(world.weather.below(3)));
    }
    return request.ended(now)
        ? answer(200, "{\"status\":\"COMPLETED\"}")
        : answer(202, "{\"status\":\"IN_PROGRESS\",\"logs\":null}");
  }

  private ClassicHttpResponse cancel(ProviderRequest request, Instant now) {
    if (request.ended(now)) {
      return answer(400, "{\"status\":\"ALREADY_COMPLETED\"}");
    }
    if (request.startsAt.isAfter(now)) {
      request.cancelledAt = now;
      return world.weather.below(2) == 0
          ? answer(200, "{\"status\":\"OK\"}")
          : answer(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
    }
    // It runs: some models stop, others do not listen.
    if (world.weather.below(2) == 0) {
      request.cancelledAt = now;
    }
    return answer(202, "{\"status\":\"CANCELLATION_REQUESTED\"}");
  }

  private ClassicHttpResponse result(ProviderRequest request, Instant now) {
    if (!request.ended(now)) {
      return answer(400, "{\"detail\":\"Request is still in progress\"}");
    }
    if (request.cancelled()) {
      return fromModel(499, "{\"detail\":\"cancelled\",\"error_type\":\"client_cancelled\"}");
    }
    return request.succeeds
        ? answer(200, "{\"request\":\"%s\"}".formatted(request.id))
        : fromModel(422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"no\",\"type\":\"no\"}]}");
  }

  private boolean happens(Fault fault) {
    return world.weather.happens(fault);
  }

  private static ClassicHttpResponse fromModel(int status, String json) {
    ClassicHttpResponse answer = answer(status, json);
    answer.setHeader("x-fal-request-id", "1");
    return answer;
  }

  private static ClassicHttpResponse answer(int status, String body) {
    ClassicHttpResponse answer = new BasicClassicHttpResponse(status);
    answer.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    return answer;
  }
}
