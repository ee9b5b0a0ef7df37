package dev.darkroom.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * What goes wrong in a case, and how often. Each case has some faults and not others, because the
 * worst of all at once would hide what a few of them do.
 */
final class Weather {
  /** What may go wrong at a moment where it can. */
  enum Fault {
    /** The server is killed, before or after a write or a call. */
    CRASH(0.03),
    /** The store does not take a write. */
    STORE_REFUSES(0.05),
    /** The store takes a write, and cannot say so. */
    STORE_UNSURE(0.03),
    /** A disk or a network is slow: seconds to minutes. */
    SLOW(0.03),
    /** A submit is taken, and its answer is lost. */
    ANSWER_LOST(0.5),
    /** A submit is lost before it is taken, and nobody says so. */
    REQUEST_LOST(0.3),
    /** The provider sits on a request for an hour. */
    HANGS(0.1),
    /** A submit is refused for now. */
    BUSY(0.4),
    /** A call about a request gets no answer, or a bad one. */
    CALL_FAILS(0.3),
    /** The queue denies a request that it has, says it waits again, or forgets what it has said. */
    QUEUE_LIES(0.2),
    /** The model fails or refuses. */
    MODEL_FAILS(0.5),
    /** A webhook does not come. */
    WEBHOOK_LOST(0.9),
    /** A webhook comes again, or long after. */
    WEBHOOK_AGAIN(0.7),
    /** An input cannot be handed over, or a result not be fetched or stored, this time. */
    STORAGE_FAILS(0.4);

    private final double most;

    Fault(double most) {
      this.most = most;
    }
  }

  private final Random random;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);

  /** Whether whole servers stop for a while, as a machine that sleeps. */
  final boolean freezes;

  /** Whether clocks are wrong, and jump. */
  final boolean clocksJump;

  /** Whether the provider tells ends by itself. */
  final boolean webhooks;

  final int nodes;
  private boolean calm;

  Weather(Random random) {
    this.random = random;
    for (Fault fault : Fault.values()) {
      boolean happens = random.nextInt(5) < 2;
      double rate = fault.most * Math.pow(random.nextDouble(), 2);
      rates.put(fault, happens ? rate : 0.0);
    }
    freezes = random.nextInt(3) == 0;
    clocksJump = random.nextInt(4) == 0;
    webhooks = random.nextBoolean();
    nodes = 1 + random.nextInt(3);
  }

  boolean happens(Fault fault) {
    double dice = random.nextDouble();
    return !calm && dice < rates.getOrDefault(fault, 0.0);
  }

  /** Whether it never happens in this case. */
  boolean never(Fault fault) {
    return rates.getOrDefault(fault, 0.0) == 0;
  }

  /** Nothing goes wrong any more. */
  void calm() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  /** A length of time, short ones being as likely as long ones. */
  Duration between(Duration least, Duration most) {
    double ratio = (double) most.toMillis() / least.toMillis();
    return Duration.ofMillis((long) (least.toMillis() * Math.pow(ratio, random.nextDouble())));
  }

  /** How long a call or a write takes. */
  Duration work() {
    return happens(Fault.SLOW)
        ? between(Duration.ofSeconds(1), Duration.ofMinutes(2))
        : between(Duration.ofMillis(1), Duration.ofMillis(100));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public String toString() {
    StringBuilder words = new StringBuilder("%d servers".formatted(nodes));
    words.append(webhooks ? ", webhooks" : "");
    words.append(freezes ? ", sleep" : "");
    words.append(clocksJump ? ", clocks that jump" : "");
    rates.forEach(
        (fault, rate) -> {
          if (rate > 0) {
            words.append(", %s %.3f".formatted(fault, rate));
          }
        });
    return words.toString();
  }
}
