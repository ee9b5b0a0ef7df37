package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.darkroom.emulator.QueuedRequest.Done;
import dev.darkroom.emulator.QueuedRequest.Running;
import dev.darkroom.emulator.QueuedRequest.Waiting;
import dev.darkroom.emulator.RequestFolder.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The queue: what was accepted, who stands where, what became of it; disk first, then memory. */
final class FalQueue {
  private final RequestFolder folder;
  private final Hooks hooks;
  private final InstantSource clock;
  private final Duration queueDelay;
  private final ConcurrentSkipListMap<String, QueuedRequest> requests =
      new ConcurrentSkipListMap<>();

  // Guarded by this.
  private final Line normal = new Line();
  private final Line low = new Line();
  private final Map<String, Integer> waitingByApp = new HashMap<>();
  private boolean closed;

  /** What became of a wish to cancel. */
  enum Cancellation {
    REQUESTED,
    ALREADY_COMPLETED
  }

  FalQueue(RequestFolder folder, Hooks hooks, Duration queueDelay, InstantSource clock) {
    this.folder = folder;
    this.hooks = hooks;
    this.queueDelay = queueDelay;
    this.clock = clock;
  }

  /** Takes up what an earlier process left: the finished answer as before, the rest waits again. */
  void load() throws IOException {
    for (Stored stored : folder.all()) {
      QueuedRequest.State state =
          stored.outcome().isPresent() ? new Done(stored.outcome().get()) : new Waiting();
      var request = new QueuedRequest(stored.submission(), state);
      requests.put(request.id(), request);
      switch (state) {
        case Done _ -> folder.readHook(request.id()).ifPresent(hooks::owe);
        case Waiting _, Running _ -> {
          // It would tell of an end that was never recorded.
          folder.forgetHook(request.id());
          enqueue(request);
        }
      }
    }
  }

  /** Accepts a request: when this returns, it is durable and in line. */
  QueuedRequest accept(Submission submission, JsonNode input) throws IOException {
    folder.write(new Stored(submission, input, Optional.empty(), List.of()));
    var request = new QueuedRequest(submission, new Waiting());
    requests.put(request.id(), request);
    enqueue(request);
    return request;
  }

  Optional<QueuedRequest> find(String id) throws IOException {
    QueuedRequest request = requests.get(id);
    if (request != null) {
      expire(request);
    }
    return Optional.ofNullable(request);
  }

  /** Ends it if it has waited past its caller's own deadline. */
  void expire(QueuedRequest request) throws IOException {
    if (isLate(request) && leaveLine(request)) {
      finish(request, Outcome.startedTooLate(clock.instant()));
    }
  }

  Stored stored(QueuedRequest request) throws IOException {
    return folder.read(request.id());
  }

  /** The log so far; that of a finished request is on disk only. */
  List<LogLine> logs(QueuedRequest request) throws IOException {
    List<LogLine> live = request.logs();
    return request.state() instanceof Done ? stored(request).logs() : live;
  }

  List<Accepted> accepted() {
    return requests.values().stream().map(request -> request.submission().accepted()).toList();
  }

  /** Whether all that was accepted has ended, but for what never will. */
  boolean settled() {
    return requests.values().stream()
        .allMatch(
            request ->
                request.state() instanceof Done
                    || request.submission().fate().orElse(null) instanceof Way.NeverEnds);
  }

  synchronized int waiting() {
    return normal.size() + low.size();
  }

  synchronized int waiting(String app) {
    return waitingByApp.getOrDefault(app, 0);
  }

  /** Requests ahead, 0-based; empty once it has left the line. */
  synchronized Optional<Integer> position(QueuedRequest request) {
    return request.submission().low()
        ? low.ahead(request).map(ahead -> normal.size() + ahead)
        : normal.ahead(request);
  }

  /** Waits for the next request whose turn has come, and marks it running. */
  QueuedRequest take() throws InterruptedException, IOException {
    while (true) {
      QueuedRequest next = awaitTurn();
      if (isLate(next)) {
        finish(next, Outcome.startedTooLate(clock.instant()));
      } else {
        return next;
      }
    }
  }

  private synchronized QueuedRequest awaitTurn() throws InterruptedException {
    while (true) {
      Optional<QueuedRequest> head = normal.peek().or(low::peek);
      if (head.isEmpty()) {
        wait();
        continue;
      }
      QueuedRequest request = head.get();
      Instant start = request.submission().acceptedAt().plus(queueDelay);
      long millis = Duration.between(clock.instant(), start).toMillis();
      if (millis > 0) {
        wait(millis);
        continue;
      }
      leaveLine(request);
      if (!isLate(request)) {
        request.move(new Running(clock.instant()));
      }
      return request;
    }
  }

  /**
   * Removes it if it waits; asks it to stop if it runs.
   *
   * <p>What was removed never began, so its webhook is not told of an end; what fal does is not
   * known.
   */
  Cancellation cancel(QueuedRequest request) throws IOException {
    if (leaveLine(request)) {
      finish(request, Outcome.cancelled(clock.instant()), Optional.empty());
      return Cancellation.REQUESTED;
    }
    if (request.state() instanceof Done) {
      return Cancellation.ALREADY_COMPLETED;
    }
    request.requestCancel();
    if (request.submission().fate().orElse(null) instanceof Way.NeverEnds) {
      finish(request, Outcome.cancelled(clock.instant()));
    }
    return Cancellation.REQUESTED;
  }

  /** Ends a request durably; after closing nothing is recorded, as after a kill. */
  void finish(QueuedRequest request, Outcome outcome) throws IOException {
    var hook =
        request.submission().webhookUrl().map(url -> Hook.first(request.id(), url, outcome.at()));
    finish(request, outcome, hook);
  }

  private void finish(QueuedRequest request, Outcome outcome, Optional<Hook> hook)
      throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    if (hook.isPresent()) {
      // Before the end is recorded, so that no end is forgotten to be told.
      hooks.announce(hook.get());
    }
    // The input is not needed again, and may be large and private.
    folder.write(
        new Stored(
            request.submission(), NullNode.getInstance(), Optional.of(outcome), request.logs()));
    folder.forgetAttempts(request.id());
    request.move(new Done(outcome.head()));
    hook.ifPresent(hooks::owe);
  }

  /** Forgets what ended longer ago than the retention. */
  void prune(Instant now, Duration retention) throws IOException {
    for (QueuedRequest request : requests.values()) {
      if (request.state() instanceof Done done
          && done.outcome().at().plus(retention).isBefore(now)) {
        folder.delete(request.id());
        requests.remove(request.id());
      }
    }
  }

  synchronized void close() {
    closed = true;
  }

  private boolean isLate(QueuedRequest request) {
    return request.state() instanceof Waiting
        && request
            .submission()
            .startBefore()
            .filter(deadline -> deadline.isBefore(clock.instant()))
            .isPresent();
  }

  private synchronized void enqueue(QueuedRequest request) {
    (request.submission().low() ? low : normal).add(request);
    waitingByApp.merge(request.submission().app().app(), 1, Integer::sum);
    notifyAll();
  }

  private synchronized boolean leaveLine(QueuedRequest request) {
    boolean waited = normal.remove(request) || low.remove(request);
    if (waited) {
      waitingByApp.computeIfPresent(
          request.submission().app().app(), (_, count) -> count == 1 ? null : count - 1);
    }
    return waited;
  }
}
