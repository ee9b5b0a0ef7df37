package dev.darkroom.emulator;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The threads that work off the queue.
 *
 * <p>Platform threads, since native pixel work would pin the carriers of virtual ones.
 */
final class Runners implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Runners.class);

  /**
   * A request that was running at so many deaths of the process is not tried again.
   *
   * <p>fal gives up after 10 attempts; a server under development dies more often than a runner.
   */
  static final int MAX_ATTEMPTS = 16;

  private final FalQueue queue;
  private final RequestFolder folder;
  private final Apps apps;
  private final Benches benches;
  private final InstantSource clock;
  private final List<Thread> threads = new ArrayList<>();

  Runners(FalQueue queue, RequestFolder folder, Apps apps, Benches benches, InstantSource clock) {
    this.queue = queue;
    this.folder = folder;
    this.apps = apps;
    this.benches = benches;
    this.clock = clock;
  }

  void start(int count) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().daemon().name("emulator-runner-", i).start(this::loop));
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        // Native pixel work cannot be interrupted; the thread is a daemon, so do not wait long.
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void loop() {
    while (true) {
      try {
        runOnce();
      } catch (InterruptedException _) {
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("a request could not be recorded; it is tried again after a restart", e);
      }
    }
  }

  /** Waits for a request and brings it to its end. */
  void runOnce() throws InterruptedException, IOException {
    QueuedRequest request = queue.take();
    request.log(LogLine.info("Starting " + request.submission().model(), clock.instant()));
    if (request.submission().fate().orElse(null) instanceof Way.NeverEnds) {
      return;
    }
    if (folder.countAttempt(request.id()) > MAX_ATTEMPTS) {
      queue.finish(
          request,
          Outcome.infrastructure(
              503, "Runner disconnected", "runner_disconnected", clock.instant()));
      return;
    }
    try {
      queue.finish(request, outcome(request));
    } catch (InterruptedException e) {
      if (!request.cancelRequested()) {
        // An orderly stop is nobody's fault.
        folder.forgetAttempts(request.id());
        throw e;
      }
      queue.finish(request, Outcome.cancelled(clock.instant()));
    }
  }

  private Outcome outcome(QueuedRequest request) throws InterruptedException, IOException {
    try (Bench bench = benches.lay(request.id(), request::log, request::cancelRequested)) {
      if (request.submission().fate().orElse(null) instanceof Way.FailingResult fate) {
        bench.progress(1);
        return failing(fate);
      }
      var input = queue.stored(request).input();
      return apps.run(request.submission().app(), input, bench);
    }
  }

  private Outcome failing(Way.FailingResult fate) {
    return new Outcome(
        fate.status(),
        Json.parse(fate.body()),
        fate.errorType().map(type -> type.replace('_', ' ')),
        fate.errorType(),
        false,
        Optional.empty(),
        clock.instant());
  }
}
