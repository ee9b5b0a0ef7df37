package dev.darkroom.notify;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Takes hooks that have something to tell, and sends a courier for each. What listeners hear is
 * what stands in the job's log, in its order; one event at a time for each job.
 */
public final class Deliveries {
  private static final Logger LOG = Logger.getLogger(Deliveries.class);
  private static final int DUE_MAX = 100;
  private static final String METER = "darkroom.webhook.deliveries";

  /** Longer than a courier can be under way; after that, it is taken for dead. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private final String worker;
  private final NotifyStore store;
  private final Courier courier;
  private final InstantSource clock;
  private final Executor couriers;
  private final Runnable done;
  private final MeterRegistry meters;
  private final Places places = new Places();

  /**
   * Deliveries from a store.
   *
   * @param worker under which hooks are held; unique among all that live on the store
   * @param couriers runs one delivery; in tests the caller's own thread
   * @param done called when a delivery has ended, so that its place is used at once
   */
  public Deliveries(
      String worker,
      NotifyStore store,
      Courier courier,
      InstantSource clock,
      Executor couriers,
      Runnable done,
      MeterRegistry meters) {
    this.worker = worker;
    this.store = store;
    this.courier = courier;
    this.clock = clock;
    this.couriers = couriers;
    this.done = done;
    this.meters = meters;
    // What has not happened yet shows as 0, so that its first time is seen.
    meters.counter(METER, "outcome", "2xx");
  }

  /** Starts what is due, as far as there are places. Returns how many deliveries began. */
  public int runOnce() {
    if (places.full()) {
      return 0;
    }
    Instant now = clock.instant();
    List<Hook> due = store.due(now, places.fullHosts(), places.fullUsers(), DUE_MAX);
    int started = 0;
    for (Hook hook : due) {
      if (places.take(hook)) {
        started += start(hook, now) ? 1 : 0;
      }
    }
    return started;
  }

  private boolean start(Hook hook, Instant now) {
    boolean begun = false;
    try {
      var claimed = store.claim(hook, worker, now, now.plus(LEASE));
      if (claimed.isPresent()) {
        couriers.execute(() -> run(claimed.get()));
        begun = true;
      }
    } finally {
      if (!begun) {
        places.leave(hook);
      }
    }
    return begun;
  }

  private void run(Hook hook) {
    try {
      courier
          .run(hook)
          .ifPresent(outcome -> meters.counter(METER, "outcome", group(outcome)).increment());
    } catch (RuntimeException e) {
      // The lease lapses, and it is told then.
      LOG.errorf(e, "The webhook of job %s could not be written down", hook.jobId());
    } finally {
      places.leave(hook);
      done.run();
    }
  }

  /** A few words, whatever receivers answer. */
  private static String group(String outcome) {
    return Character.isDigit(outcome.charAt(0)) ? outcome.charAt(0) + "xx" : outcome;
  }

  /** Nobody holds hooks under this name: whoever did is gone. */
  public void expireLeases() {
    store.expireLeases(worker, clock.instant());
  }

  /** Couriers that are under way write down only what arrived. */
  public void close() {
    courier.close();
  }
}
