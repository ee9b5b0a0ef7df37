package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The emulator's own calls, for loopback only: order cruelty, and see what came in. */
final class ControlCalls {
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final Cruelty cruelty;
  private final FalQueue queue;
  private final Map<Call, LongAdder> calls;

  /** One order as it is written in JSON; see {@link Cruelty}. */
  record Order(
      Call call, Optional<Integer> times, Optional<Double> probability, long seed, Way way) {
    Order {
      Objects.requireNonNull(call, "call is missing");
      Objects.requireNonNull(way, "way is missing");
    }
  }

  ControlCalls(Cruelty cruelty, FalQueue queue, Map<Call, LongAdder> calls) {
    this.cruelty = cruelty;
    this.queue = queue;
    this.calls = calls;
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
    ObjectNode counts = body.putObject("calls");
    calls.forEach((call, count) -> counts.put(call.name(), count.sum()));
    return Answer.json(200, body);
  }
}
