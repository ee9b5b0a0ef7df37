package dev.darkroom.jobs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Claims due jobs and visits them. */
public final class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);

  private final String name;
  private final JobStore store;
  private final Visit visit;
  private final JobSettings settings;
  private final InstantSource clock;
  private final Executor visitors;
  private final Runnable visited;
  private final Semaphore places;

  /** The version that each visit claimed, so that an old visit does not sign off a newer one. */
  private final Map<String, Long> visiting = new ConcurrentHashMap<>();

  private Instant renewAt = Instant.MIN;

  /**
   * A worker on a store.
   *
   * @param name under which it holds leases; unique among all that live on the store
   * @param visitors runs one visit; in tests the caller's own thread
   * @param visited called when a visit has ended, so that its place is used at once
   */
  public Worker(
      String name,
      JobStore store,
      Visit visit,
      JobSettings settings,
      InstantSource clock,
      Executor visitors,
      Runnable visited) {
    this.name = name;
    this.store = store;
    this.visit = visit;
    this.settings = settings;
    this.clock = clock;
    this.visitors = visitors;
    this.visited = visited;
    this.places = new Semaphore(settings.visitsMax());
  }

  /** Claims what is due and starts its visits. Returns how many were claimed. */
  public int runOnce() {
    int free = places.drainPermits();
    int started = 0;
    try {
      for (Job job : claim(free)) {
        started++;
        start(job);
      }
      return started;
    } finally {
      places.release(free - started);
    }
  }

  private List<Job> claim(int limit) {
    if (limit == 0) {
      return List.of();
    }
    Instant now = clock.instant();
    return store.claim(name, now, now.plus(settings.lease()), limit, settings.inFlightMax());
  }

  private void start(Job job) {
    visiting.put(job.id(), job.version());
    visitors.execute(
        () -> {
          // Each line that is logged meanwhile carries these, also those of libraries.
          MDC.put("jobId", job.id());
          MDC.put("jobType", job.type());
          try {
            visit.run(job);
          } catch (RuntimeException e) {
            // The store did not take the record. The lease lapses and the sweep takes over.
            LOG.errorf(e, "The visit to job %s could not be recorded", job.id());
          } finally {
            MDC.remove("jobId");
            MDC.remove("jobType");
            visiting.remove(job.id(), job.version());
            places.release();
            visited.run();
          }
        });
  }

  /**
   * Prolongs the leases of the visits that are going on, each third of a lease, and writes down
   * what they could not. Called before every sweep: when a machine wakes up, its living visits must
   * not be taken for dead.
   */
  public void renew() {
    renewLeases();
    visit.recordTaken();
  }

  private void renewLeases() {
    Instant now = clock.instant();
    if (now.isBefore(renewAt)) {
      return;
    }
    Set<String> ids = Set.copyOf(visiting.keySet());
    if (!ids.isEmpty()) {
      store.renew(name, ids, now.plus(settings.lease()));
    }
    // Not before it worked: no sweep may come between one that failed and the next.
    renewAt = now.plus(settings.lease().dividedBy(3));
  }

  /** How many visits are going on. */
  public int visits() {
    return visiting.size();
  }

  /** Waits for the visits that are going on, at most this long. False if some are left. */
  public boolean awaitVisits(long seconds) throws InterruptedException {
    boolean all = places.tryAcquire(settings.visitsMax(), seconds, TimeUnit.SECONDS);
    if (all) {
      places.release(settings.visitsMax());
    }
    return all;
  }
}
