package dev.darkroom.emulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What has been ordered to go wrong, call by call.
 *
 * <p>In Java: {@code emulator.cruelty().next(Call.SUBMIT, 2, new Way.CutAfterAccepting())}. From
 * another process, on loopback only:
 *
 * <pre>{@code
 * curl -X POST http://127.0.0.1:8081/_cruelty \
 *   -d '{"call":"SUBMIT","times":2,"way":{"kind":"cut-after-accepting"}}'
 * curl -X POST http://127.0.0.1:8081/_cruelty \
 *   -d '{"call":"STATUS","probability":0.1,"seed":7,"way":{"kind":"stall","seconds":20}}'
 * curl -X DELETE http://127.0.0.1:8081/_cruelty      # be kind again
 * curl http://127.0.0.1:8081/_accepted               # what was accepted, and calls by kind
 * curl -X POST http://127.0.0.1:8081/_cruelty \
 *   -d '{"call":"WEBHOOK","times":2,"way":{"kind":"forge"}}'
 * curl -X POST http://127.0.0.1:8081/_keys \
 *   -d '{"keepOld":false}'                           # sign webhooks with a new key
 * }</pre>
 *
 * <p>The calls are those of {@link Call}; the ways, with their fields, those of {@link Way}:
 *
 * <table>
 * <caption>Ways</caption>
 * <tr><th>kind</th><th>fields</th><th>for</th></tr>
 * <tr><td>stall</td><td>seconds</td><td>any call</td></tr>
 * <tr><td>cut-before-accepting</td><td></td><td>any call</td></tr>
 * <tr><td>cut-after-accepting</td><td></td><td>any call</td></tr>
 * <tr><td>cut-midway</td><td></td><td>any call</td></tr>
 * <tr><td>answers</td><td>status, contentType, body</td><td>any call</td></tr>
 * <tr><td>huge-body</td><td>bytes, declared</td><td>any call</td></tr>
 * <tr><td>drip</td><td>bytesPerSecond, maxSeconds</td><td>any call</td></tr>
 * <tr><td>back-in-queue</td><td>position</td><td>STATUS</td></tr>
 * <tr><td>failing-result</td><td>status, body, errorType</td><td>SUBMIT</td></tr>
 * <tr><td>never-ends</td><td></td><td>SUBMIT</td></tr>
 * <tr><td>forge</td><td></td><td>WEBHOOK</td></tr>
 * <tr><td>stale</td><td>seconds</td><td>WEBHOOK</td></tr>
 * <tr><td>tamper</td><td></td><td>WEBHOOK</td></tr>
 * <tr><td>foreign</td><td>requestId</td><td>WEBHOOK</td></tr>
 * <tr><td>without-payload</td><td></td><td>WEBHOOK</td></tr>
 * <tr><td>duplicate</td><td>times</td><td>WEBHOOK</td></tr>
 * <tr><td>replay</td><td>seconds</td><td>WEBHOOK</td></tr>
 * <tr><td>delay</td><td>seconds</td><td>WEBHOOK</td></tr>
 * <tr><td>reorder</td><td>maxSeconds</td><td>WEBHOOK</td></tr>
 * <tr><td>drop</td><td></td><td>WEBHOOK</td></tr>
 * </table>
 *
 * <p>Any call is one that comes in. WEBHOOK is each attempt to tell the end of a request; see
 * {@link HookWay}.
 *
 * <p>Orders by count are served first, in the order given; then those by probability. Orders live
 * in memory; only a {@link Way.Fate}, and how long a webhook was put off, stays over a restart.
 */
public final class Cruelty {
  private static final int MAX_ORDERS = 10_000;

  private final List<Counted> counted = new ArrayList<>();
  private final List<Likely> likely = new ArrayList<>();

  private static final class Counted {
    private final Call call;
    private final Way way;
    private int left;

    Counted(Call call, Way way, int left) {
      this.call = call;
      this.way = way;
      this.left = left;
    }
  }

  private record Likely(Call call, Way way, double probability, Random random) {}

  /** The next call of this kind meets this way. */
  public void next(Call call, Way way) {
    next(call, 1, way);
  }

  /** The next {@code times} calls of this kind meet this way. */
  public synchronized void next(Call call, int times, Way way) {
    require(call, way);
    if (times < 1) {
      throw new IllegalArgumentException("times must be positive");
    }
    counted.add(new Counted(call, way, times));
  }

  /** Each call of this kind meets this way with this probability; the seed makes it repeatable. */
  public synchronized void sometimes(Call call, double probability, long seed, Way way) {
    require(call, way);
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must lie in (0, 1]");
    }
    likely.add(new Likely(call, way, probability, new Random(seed)));
  }

  /** Forgets every order. */
  public synchronized void clear() {
    counted.clear();
    likely.clear();
  }

  /** How many calls of this kind are still going to be met by an order by count. */
  public synchronized int pending(Call call) {
    return counted.stream().filter(order -> order.call == call).mapToInt(order -> order.left).sum();
  }

  synchronized Optional<Way> take(Call call) {
    for (Iterator<Counted> orders = counted.iterator(); orders.hasNext(); ) {
      Counted order = orders.next();
      if (order.call == call) {
        order.left--;
        if (order.left == 0) {
          orders.remove();
        }
        return Optional.of(order.way);
      }
    }
    for (Likely order : likely) {
      if (order.call == call && order.random.nextDouble() < order.probability) {
        return Optional.of(order.way);
      }
    }
    return Optional.empty();
  }

  private void require(Call call, Way way) {
    if (!way.fits(call)) {
      throw new IllegalArgumentException(way + " does not fit " + call);
    }
    if (counted.size() + likely.size() >= MAX_ORDERS) {
      throw new IllegalArgumentException("at most " + MAX_ORDERS + " orders");
    }
  }
}
