package dev.darkroom.simulation;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Backoff;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Moves;
import dev.darkroom.jobs.Operation;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.jobs.Sweeper;
import dev.darkroom.jobs.Visit;
import dev.darkroom.jobs.Watch;
import dev.darkroom.jobs.Worker;
import dev.darkroom.provider.WebhookAddresses;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One server, wired as the real one is: its loops, its visits, and those who ask it something. */
final class Node {
  private static final WebhookAddresses ADDRESSES =
      new WebhookAddresses(URI.create("https://darkroom.example"), "secret");
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final Duration PACE_MAX = Duration.ofSeconds(20);
  private static final Duration SWEEP_PACE = Duration.ofSeconds(15);

  private final World world;
  private final int number;
  private final JobStore store;
  private final CreditStore credits;
  private final InstantSource clock = this::clock;
  private final List<Timeline.Task> tasks = new ArrayList<>();
  private Duration skew = Duration.ZERO;
  private Instant frozenUntil = Instant.MIN;
  private int lives;
  private boolean alive;
  private @Nullable Jobs jobs;
  private Timeline.@Nullable Task loop;

  Node(World world, int number) {
    this.world = world;
    this.number = number;
    this.store = world.faults.around(JobStore.class, world.plant.store(world.rows), this);
    this.credits = world.faults.around(CreditStore.class, world.rows.credits(), this);
  }

  private Instant clock() {
    return world.timeline.now().plus(skew);
  }

  Instant frozenUntil() {
    return frozenUntil;
  }

  boolean alive() {
    return alive;
  }

  /** The door for those who ask; only while it is alive. */
  Jobs jobs() {
    return Objects.requireNonNull(jobs);
  }

  CreditStore credits() {
    return credits;
  }

  Instant now() {
    return clock();
  }

  /** Starts, or starts again. Alone it keeps its name, as with a data folder of its own. */
  void start() {
    lives++;
    alive = true;
    boolean alone = world.weather.nodes == 1;
    String name = alone ? "darkroom" : "darkroom-%d-%d".formatted(number, lives);
    Backoff backoff =
        new Backoff(world.settings.retryFirst(), world.settings.retryMax(), world.random);
    Operation operation = new SimulatedOperation(world, this);
    Moves moves = Fixtures.moves(store, SimulatedOperation.discard(world));
    Visit visit =
        new Visit(
            moves,
            world.provider.client(),
            Map.of(operation.type(), operation),
            world.settings,
            backoff,
            clock,
            world.weather.webhooks ? ADDRESSES : null);
    Worker worker = new Worker(name, store, visit, world.settings, clock, this::spawn, this::nudge);
    Sweeper sweeper = new Sweeper(name, store, moves, world.settings, backoff, clock);
    jobs =
        new Jobs(
            store,
            moves,
            new Watch(store),
            Fixtures.estimates(store),
            credits,
            world.settings,
            clock,
            world::newId,
            this::nudge);
    loop = spawn(() -> begin(worker, name, alone));
    spawn(() -> sweep(worker, sweeper)).sweeps = true;
  }

  private void begin(Worker worker, String name, boolean alone) {
    if (alone) {
      untilTaken(() -> store.expireLeases(name, clock()));
    }
    Duration pause = PACE;
    while (true) {
      boolean claimed = once(() -> worker.runOnce() > 0);
      pause = claimed ? PACE : world.shorter(pause.multipliedBy(2), PACE_MAX);
      world.timeline.idle(claimed ? Duration.ZERO : pause);
    }
  }

  private void sweep(Worker worker, Sweeper sweeper) {
    while (true) {
      boolean more =
          once(
              () -> {
                worker.renew();
                return world.plant != Plant.NO_SWEEP && sweeper.runOnce() > 0;
              });
      world.timeline.pause(more ? Duration.ofMillis(1) : SWEEP_PACE);
    }
  }

  /** As the loops do: trouble is for the next round. */
  private static boolean once(BooleanSupplier round) {
    try {
      return round.getAsBoolean();
    } catch (StoreException e) {
      return false;
    }
  }

  /** A start that the store refuses is tried again by whoever starts servers. */
  private void untilTaken(Runnable work) {
    while (true) {
      try {
        work.run();
        return;
      } catch (StoreException e) {
        world.timeline.pause(Duration.ofSeconds(1));
      }
    }
  }

  private Timeline.Task spawn(Runnable work) {
    tasks.removeIf(Timeline.Task::ended);
    Timeline.Task task = world.timeline.spawn(this, work);
    tasks.add(task);
    return task;
  }

  private void nudge() {
    Timeline.Task worker = loop;
    if (worker != null) {
      worker.hurry();
    }
  }

  /** Somebody from outside has something done here, and shares its fate meanwhile. */
  void enter(Timeline.Task guest) {
    guest.node = this;
    tasks.add(guest);
  }

  void leave(Timeline.Task guest) {
    guest.node = null;
    tasks.remove(guest);
  }

  /** kill -9. The task that meets it throws {@link Crash} by itself. */
  void crash() {
    if (!alive) {
      return;
    }
    alive = false;
    world.tally.crashes++;
    world.note(this + " is killed");
    for (Timeline.Task task : List.copyOf(tasks)) {
      if (task != world.timeline.running()) {
        task.kill();
      }
    }
    tasks.clear();
    Duration down = world.weather.between(Duration.ofMillis(100), Duration.ofSeconds(90));
    world.timeline.spawn(
        null,
        () -> {
          world.timeline.pause(down);
          start();
        });
  }

  /** A machine that sleeps: nothing of it happens until then, and it does not know. */
  void freeze(Duration length) {
    Instant until = world.timeline.now().plus(length);
    frozenUntil = until.isAfter(frozenUntil) ? until : frozenUntil;
    world.tally.freezes++;
    world.note(this + " sleeps for " + length);
  }

  void setClock(Duration ahead) {
    skew = ahead;
    world.note("the clock of " + this + " is ahead by " + ahead);
  }

  @Override
  public String toString() {
    return "node " + number;
  }
}
