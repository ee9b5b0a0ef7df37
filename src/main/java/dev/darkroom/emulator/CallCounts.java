package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many calls of each kind there were, cruelly treated ones included. */
final class CallCounts {
  private final Map<Call, LongAdder> counts = new EnumMap<>(Call.class);

  CallCounts() {
    for (Call call : Call.values()) {
      counts.put(call, new LongAdder());
    }
  }

  void add(Call call) {
    counts.getOrDefault(call, new LongAdder()).increment();
  }

  long of(Call call) {
    return counts.getOrDefault(call, new LongAdder()).sum();
  }

  ObjectNode json() {
    ObjectNode body = Json.object();
    counts.forEach((call, count) -> body.put(call.name(), count.sum()));
    return body;
  }
}
