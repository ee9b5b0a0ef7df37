package dev.darkroom.emulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The threads that send webhooks; there are as many as may be under way at once. */
final class HookRunners implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HookRunners.class);

  private final Hooks hooks;
  private final List<Thread> threads = new ArrayList<>();

  HookRunners(Hooks hooks) {
    this.hooks = hooks;
  }

  void start(int count) {
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().name("emulator-hooks-", i).start(this::loop));
    }
  }

  /** What is being sent is sent again next time, as after a kill. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
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
        hooks.runOnce();
      } catch (InterruptedException _) {
        return;
      } catch (IOException | RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        LOG.error("an end could not be told; it is tried again after a restart", e);
      }
    }
  }
}
