package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * The emulator's own calls, for loopback only: order cruelty, see what came in, change the keys.
 */
final class ControlCalls {
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Cruelty cruelty;
  private final FalQueue queue;
  private final CallCounts calls;
  private final HookKeys keys;
  private final Hooks hooks;

  /** One order as it is written in JSON; see {@link Cruelty}. */
  record Order(
      Call call, Optional<Integer> times, Optional<Double> probability, long seed, Way way) {
    Order {
      Objects.requireNonNull(call, "call is missing");
      Objects.requireNonNull(way, "way is missing");
    }
  }

  /** A change of keys as it is written in JSON; the old ones stay published unless it says so. */
  record Rotation(Optional<Boolean> keepOld) {}

  ControlCalls(Workshop workshop) {
    this.cruelty = workshop.cruelty;
    this.queue = workshop.queue;
    this.calls = workshop.counts;
    this.keys = workshop.keys;
    this.hooks = workshop.hooks;
  }

  Answer order(Incoming incoming) throws IOException, Incoming.Refusal {
    byte[] body = incoming.body(MAX_BODY_BYTES);
    try {
      Order order = Json.MAPPER.readValue(body, Order.class);
      if (order.probability().isPresent()) {
        cruelty.sometimes(order.call(), order.probability().get(), order.seed(), order.way());
      } else {
        cruelty.next(order.call(), order.times().orElse(1), order.way());
      }
    } catch (IOException | IllegalArgumentException e) {
      return Answer.detail(400, String.valueOf(e.getMessage()));
    }
    return Answer.json(200, Json.object());
  }

  Answer clear() {
    cruelty.clear();
    return Answer.json(200, Json.object());
  }

  Answer accepted() {
    ObjectNode body = Json.object();
    body.set("accepted", Json.MAPPER.valueToTree(queue.accepted()));
    body.set("calls", calls.json());
    body.put("allTold", hooks.allTold());
    return Answer.json(200, body);
  }

  /** What anybody may see: the public keys that webhooks are signed with. */
  Answer keys() {
    return Answer.json(200, keys.jwks());
  }

  Answer rotateKeys(Incoming incoming) throws IOException, Incoming.Refusal {
    byte[] body = incoming.body(MAX_BODY_BYTES);
    Rotation rotation;
    try {
      rotation = Json.MAPPER.readValue(body, Rotation.class);
    } catch (IOException e) {
      return Answer.detail(400, String.valueOf(e.getMessage()));
    }
    keys.rotate(rotation.keepOld().orElse(true));
    return keys();
  }
}
