package dev.darkroom.emulator;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Tells the ends of requests to those who asked for it: at least once each, and again and again for
 * as long as the result is kept. What is to be told lies on disk before the end itself does.
 */
final class Hooks {
  private static final Logger LOG = Logger.getLogger(Hooks.class);

  /** Their bodies are in memory, unlike those of all others. */
  private static final int MAX_REPLAYS = 1000;

  private final RequestFolder folder;
  private final HookWriter writer;
  private final HookCourier courier;
  private final Cruelty cruelty;
  private final EmulatorSettings settings;
  private final InstantSource clock;
  private final HookLine line;

  // Guarded by this. What will be owed; what waits in memory or is sent; whether there is more.
  private final Set<String> announced = new HashSet<>();
  private final Set<String> known = new HashSet<>();
  private boolean moreOnDisk;
  private int replays;

  Hooks(
      RequestFolder folder,
      HookWriter writer,
      HookCourier courier,
      Cruelty cruelty,
      EmulatorSettings settings,
      InstantSource clock) {
    this.folder = folder;
    this.writer = writer;
    this.courier = courier;
    this.cruelty = cruelty;
    this.settings = settings;
    this.clock = clock;
    this.line = new HookLine(clock);
  }

  /** Writes down what is owed as soon as the end of its request is written down too. */
  void announce(Hook hook) throws IOException {
    synchronized (this) {
      announced.add(hook.id());
    }
    folder.writeHook(hook);
  }

  /** Has this told, which lies on disk as the end of its request does. */
  synchronized void owe(Hook hook) {
    announced.remove(hook.id());
    if (known.size() >= settings.hooks().maxQueued()) {
      moreOnDisk = true;
      return;
    }
    // What is not on disk any more was told since it was read.
    if (!known.contains(hook.id()) && folder.hasHook(hook.id())) {
      known.add(hook.id());
      line.add(hook);
    }
  }

  /** Whether everything was told, or given up. */
  synchronized boolean allTold() {
    return announced.isEmpty() && known.isEmpty() && !moreOnDisk && replays == 0;
  }

  /** Waits for what is due next, and tries to send it once. */
  void runOnce() throws InterruptedException, IOException {
    switch (line.take()) {
      case Hook hook -> tell(hook);
      case HookLine.Replay replay -> {
        courier.send(replay.post(), 1, settings.hooks().retryTimeout());
        synchronized (this) {
          replays--;
        }
      }
    }
  }

  private void tell(Hook hook) throws InterruptedException, IOException {
    Optional<HookWay> way =
        hook.spared() ? Optional.empty() : cruelty.take(Call.WEBHOOK).map(HookWay.class::cast);
    switch (way.orElse(null)) {
      case null -> send(hook, Optional.empty(), 1);
      case HookWay.Changed changed -> send(hook, Optional.of(changed), 1);
      case HookWay.Duplicate duplicate -> send(hook, Optional.empty(), duplicate.times());
      case HookWay.Replay replay ->
          send(hook, Optional.empty(), 1).ifPresent(post -> sendAgain(post, replay.seconds()));
      case HookWay.Delay delay -> line.add(kept(hook.spared(in(delay.seconds()))));
      case HookWay.Reorder reorder -> line.hold(kept(hook.spared(in(reorder.maxSeconds()))));
      case HookWay.Drop _ -> end(hook);
    }
  }

  /** One attempt; gives back what was sent, if there was anything to send. */
  private Optional<HttpRequest> send(Hook hook, Optional<HookWay.Changed> change, int copies)
      throws InterruptedException, IOException {
    HttpRequest post;
    try {
      Outcome outcome = folder.read(hook.id()).outcome().orElseThrow();
      post = writer.write(hook, outcome, change, clock.instant());
    } catch (FileNotFoundException | IllegalArgumentException _) {
      LOG.warnf(
          "the end of %s cannot be told: it is forgotten, or its webhook is no URL", hook.id());
      end(hook);
      return Optional.empty();
    }
    var reception = courier.send(post, copies, settings.hooks().timeout(hook));
    line.told(hook);
    switch (reception) {
      case ACCEPTED -> end(hook);
      case MOVED -> giveUp(hook, "was moved");
      case FAILED -> tryLater(hook);
    }
    return Optional.of(post);
  }

  private void tryLater(Hook hook) throws IOException {
    Hook next = hook.failed(clock.instant().plus(settings.hooks().pause(hook)));
    Instant expiry = hook.endedAt().plus(settings.limits().resultRetention());
    if (next.attempts() >= settings.hooks().maxAttempts()) {
      giveUp(hook, "was tried too often");
    } else if (next.dueAt().isAfter(expiry)) {
      giveUp(hook, "would be told after the result is gone");
    } else {
      line.add(kept(next));
    }
  }

  /** The URL is not told, as it may hold a secret. */
  private void giveUp(Hook hook, String reason) throws IOException {
    LOG.infof("the webhook of %s is given up: it %s", hook.id(), reason);
    end(hook);
  }

  private synchronized void sendAgain(HttpRequest post, int seconds) {
    if (replays < MAX_REPLAYS) {
      replays++;
      line.add(new HookLine.Replay(post, in(seconds)));
    }
  }

  private Hook kept(Hook hook) throws IOException {
    folder.writeHook(hook);
    return hook;
  }

  private void end(Hook hook) throws IOException {
    folder.forgetHook(hook.id());
    synchronized (this) {
      known.remove(hook.id());
      if (moreOnDisk && known.size() <= settings.hooks().maxQueued() / 2) {
        moreOnDisk = false;
        folder.finishedHooks().forEach(this::owe);
      }
    }
  }

  private Instant in(int seconds) {
    return clock.instant().plus(Duration.ofSeconds(seconds));
  }
}
