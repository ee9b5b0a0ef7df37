package dev.darkroom.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time. Tasks are plain blocking code on threads of their own, but only one runs at any
 * moment: it goes on until it pauses, and who is next is decided by time, and by the dice among
 * those of the same instant.
 */
final class Timeline {
  private final PriorityQueue<Wake> wakes =
      new PriorityQueue<>(Comparator.comparing(Wake::at).thenComparing(Wake::order));
  private final Random random;
  private final Semaphore back = new Semaphore(0);
  private Instant now;
  private @Nullable Task running;
  private @Nullable Throwable failure;

  /** Turns that were not given away in a row; whoever looks on must have a look now and then. */
  private int kept;

  private static final int KEPT_MAX = 64;

  Timeline(Instant start, Random random) {
    this.now = start;
    this.random = random;
  }

  private record Wake(Instant at, long order, Task task, long number) {}

  /** One thread of the story. */
  final class Task {
    private final Runnable work;
    private final Semaphore go = new Semaphore(0);

    /** The server that does the work; null outside all. */
    @Nullable Node node;

    /** Whether it is what finds jobs that nobody looks after. */
    boolean sweeps;

    private boolean begun;
    private boolean ended;
    private boolean killed;
    private boolean idle;

    /** Only the wake that was planned last counts. */
    private long planned;

    private Task(@Nullable Node node, Runnable work) {
      this.node = node;
      this.work = work;
    }

    private void run() {
      go.acquireUninterruptibly();
      try {
        if (!killed) {
          work.run();
        }
      } catch (Crash e) {
        // As it should be.
      } catch (Throwable e) {
        failure = e;
      } finally {
        ended = true;
        back.release();
      }
    }

    /** It finds itself dead as soon as it is its turn, which is at once. */
    void kill() {
      if (!ended) {
        killed = true;
        plan(this, now);
      }
    }

    /** Ends an idle pause at once. */
    void hurry() {
      if (idle) {
        plan(this, now);
      }
    }

    boolean ended() {
      return ended;
    }

    /** It was a guest of a server that died, and lives on. */
    void revive() {
      killed = false;
    }
  }

  Instant now() {
    return now;
  }

  Task running() {
    return Objects.requireNonNull(running, "nothing runs");
  }

  /** Begins at this instant, after those that wait for it already or before them. */
  Task spawn(@Nullable Node node, Runnable work) {
    Task task = new Task(node, work);
    plan(task, now);
    return task;
  }

  private void plan(Task task, Instant at) {
    task.planned++;
    wakes.add(new Wake(at, random.nextLong(), task, task.planned));
  }

  /** Lets so much time pass for the task that runs, and others run meanwhile. */
  void pause(Duration length) {
    Task task = running();
    if (task.killed) {
      throw new Crash();
    }
    Instant at = thawed(task, now.plus(length));
    Wake next = wakes.peek();
    if (kept < KEPT_MAX && (next == null || next.at.isAfter(at))) {
      // Nobody else comes first, so there is nobody to give the turn to.
      kept++;
      now = at;
      return;
    }
    plan(task, at);
    back.release();
    task.go.acquireUninterruptibly();
    if (task.killed) {
      throw new Crash();
    }
  }

  /** A pause that {@link Task#hurry} ends. */
  void idle(Duration length) {
    Task task = running();
    task.idle = true;
    try {
      pause(length);
    } finally {
      task.idle = false;
    }
  }

  private static Instant thawed(Task task, Instant at) {
    Node node = task.node;
    return node == null || node.frozenUntil().isBefore(at) ? at : node.frozenUntil();
  }

  /**
   * Runs the next task until it pauses or ends. False if nothing is planned any more.
   *
   * @throws Broken if the task ended otherwise than by its end or by its server's
   */
  boolean step() {
    Wake wake = wakes.poll();
    if (wake == null) {
      return false;
    }
    Task task = wake.task;
    if (task.ended || wake.number != task.planned) {
      return true;
    }
    Instant at = task.killed ? wake.at : thawed(task, wake.at);
    if (at.isAfter(wake.at)) {
      plan(task, at);
      return true;
    }
    now = at.isAfter(now) ? at : now;
    kept = 0;
    running = task;
    if (!task.begun) {
      task.begun = true;
      Thread.ofVirtual().start(task::run);
    }
    task.go.release();
    back.acquireUninterruptibly();
    running = null;
    Throwable broken = failure;
    if (broken != null) {
      throw broken instanceof Broken known ? known : new Broken(broken);
    }
    return true;
  }

  /** Ends all that is under way. */
  void end() {
    failure = null;
    while (true) {
      Wake wake = wakes.poll();
      if (wake == null) {
        return;
      }
      Task task = wake.task;
      if (!task.ended && task.begun) {
        task.killed = true;
        running = task;
        task.go.release();
        back.acquireUninterruptibly();
        running = null;
      }
    }
  }
}
