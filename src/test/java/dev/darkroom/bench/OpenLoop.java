package dev.darkroom.bench;

import dev.darkroom.bench.HttpLine.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks at a rate of its own, however long answers take, as users do who know nothing of each other.
 * Who finds no free connection opens another.
 */
final class OpenLoop {
  /** So many wait for an answer; who comes beyond that is not let in, and is unanswered. */
  private static final int WAITING_MAX = 4000;

  private final int port;
  private final Deque<HttpLine> free = new ConcurrentLinkedDeque<>();
  private final Queue<Told> told = new ConcurrentLinkedQueue<>();
  private final Semaphore places = new Semaphore(WAITING_MAX);

  private OpenLoop(int port) {
    this.port = port;
  }

  /**
   * One answer.
   *
   * @param ms since it should have been asked for
   */
  record Told(Answer answer, double ms) {}

  /**
   * What came of it.
   *
   * @param offered how many were to ask
   * @param told by the length of their waits
   */
  record Offered(int offered, List<Told> told) {

    Offered with(int status) {
      return new Offered(
          offered, told.stream().filter(each -> each.answer().status() == status).toList());
    }

    List<Answer> answers() {
      return told.stream().map(Told::answer).toList();
    }

    int count() {
      return told.size();
    }

    /** The wait that this share of the answers kept to. */
    double quantileMs(double share) {
      return told.isEmpty()
          ? Double.NaN
          : told.get((int) Math.min(told.size() - 1L, (long) (told.size() * share))).ms();
    }
  }

  /** Asks so often for so long, and waits for the last answer. */
  static Offered run(int port, double perSecond, Duration within, byte[] request)
      throws IOException {
    OpenLoop loop = new OpenLoop(port);
    int offered = (int) (perSecond * within.toMillis() / 1e3);
    long start = System.nanoTime();
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < offered; i++) {
        long due = start + (long) (i * 1e9 / perSecond);
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        askers.execute(() -> loop.ask(request, due));
      }
    }
    for (HttpLine line : loop.free) {
      line.close();
    }
    return new Offered(
        offered, loop.told.stream().sorted((a, b) -> Double.compare(a.ms(), b.ms())).toList());
  }

  private void ask(byte[] request, long due) {
    if (!places.tryAcquire()) {
      return;
    }
    HttpLine line = free.poll();
    try {
      if (line == null) {
        line = new HttpLine(port);
      }
      Answer answer = line.ask(request);
      told.add(new Told(answer, (System.nanoTime() - due) / 1e6));
      free.push(line);
    } catch (IOException e) {
      // Unanswered; its connection is closed with the others of this process.
    } finally {
      places.release();
    }
  }
}
