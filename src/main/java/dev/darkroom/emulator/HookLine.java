package dev.darkroom.emulator;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** What is to be sent, each when its time has come. Safe for several threads. */
final class HookLine {
  private final InstantSource clock;

  // Guarded by this.
  private final PriorityQueue<Errand> errands =
      new PriorityQueue<>(Comparator.comparing(Errand::dueAt));
  private final Map<String, Hook> held = new HashMap<>();
  private Instant latestTold = Instant.MIN;

  sealed interface Errand permits Hook, Replay {
    Instant dueAt();
  }

  /** The same bytes once more, whatever is answered. */
  record Replay(HttpRequest post, Instant dueAt) implements Errand {}

  HookLine(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(Errand errand) {
    errands.add(errand);
    notifyAll();
  }

  /** Keeps it until a later end was told, or its own time has come. */
  synchronized void hold(Hook hook) {
    if (latestTold.isAfter(hook.endedAt())) {
      add(hook.spared(clock.instant()));
      return;
    }
    held.put(hook.id(), hook);
    add(hook);
  }

  /** Says that this end was sent, so that what was held back for it may go. */
  synchronized void told(Hook hook) {
    latestTold = hook.endedAt().isAfter(latestTold) ? hook.endedAt() : latestTold;
    for (Hook waiting : List.copyOf(held.values())) {
      boolean later = !hook.endedAt().isBefore(waiting.endedAt());
      if (later && !hook.id().equals(waiting.id())) {
        held.remove(waiting.id());
        errands.remove(waiting);
        add(waiting.spared(clock.instant()));
      }
    }
  }

  /** Waits for the next whose time has come. */
  synchronized Errand take() throws InterruptedException {
    while (true) {
      Errand next = errands.peek();
      if (next == null) {
        wait();
        continue;
      }
      long millis = Duration.between(clock.instant(), next.dueAt()).toMillis();
      if (millis > 0) {
        wait(millis);
        continue;
      }
      errands.remove(next);
      if (next instanceof Hook hook) {
        held.remove(hook.id());
      }
      return next;
    }
  }
}
