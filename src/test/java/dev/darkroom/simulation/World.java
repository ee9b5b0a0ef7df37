package dev.darkroom.simulation;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.provider.RequestRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** One case: servers, users and a provider, for a few stormy minutes and the calm after them. */
final class World {
  private static final Duration STORM = Duration.ofMinutes(6);

  /** By then everything that was accepted must have ended. */
  private static final Duration CALM = Duration.ofHours(2);

  private static final Duration LONG_AFTER = Duration.ofMinutes(12);
  static final int USERS = 2;
  private static final int NOTES_MAX = 300;

  /** The defaults, but in quicker time; what matters is which is longer than which. */
  private static final Map<String, String> QUICK =
      Map.of(
          "darkroom.jobs.lost-answer-grace", "40s",
          "darkroom.jobs.lost-answer-webhook-grace", "60s",
          "darkroom.jobs.start-within", "10m",
          "darkroom.jobs.store-within", "3m",
          "darkroom.jobs.poll-max-with-webhooks", "15s",
          "darkroom.jobs.unfinished-max", "6",
          "darkroom.jobs.in-flight-max", "5",
          "darkroom.jobs.visits-max", "4");

  final Plant plant;
  final Rows rows;
  final Random random;
  final Weather weather;
  final Timeline timeline;
  final JobSettings settings;
  final Tally tally = new Tally();
  final Faults faults = new Faults(this);
  final Invariants invariants = new Invariants(this);
  final MoveRules rules = new MoveRules(this);
  final SimulatedProvider provider = new SimulatedProvider(this);

  /** What lies in storage, by its key. */
  final Map<String, String> storage = new HashMap<>();

  private final List<Node> nodes;
  private final Deque<String> notes = new ArrayDeque<>();
  private int ids;
  private boolean lingers;
  private boolean over;

  /**
   * A case.
   *
   * @param rows empty ones
   */
  World(long seed, Plant plant, Rows rows) {
    this.plant = plant;
    this.rows = rows;
    // Neighbouring seeds would begin alike.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.weather = new Weather(random);
    this.timeline = new Timeline(Fixtures.NOON, random);
    this.settings = plant.settings(QUICK);
    this.nodes =
        IntStream.range(0, weather.nodes).mapToObj(number -> new Node(this, number)).toList();
  }

  /**
   * Lives it through.
   *
   * @throws Broken if something was not as it must be
   */
  Tally run() {
    try {
      timeline.spawn(null, this::begin);
      runUntil(STORM);
      weather.calm();
      note("all is calm");
      nodes.forEach(node -> node.setClock(Duration.ZERO));
      runUntil(CALM);
      if (weather.below(8) == 0) {
        // What comes much too late must change nothing.
        lingers = true;
        runUntil(LONG_AFTER);
      }
      invariants.atEnd();
      tally.cases = 1;
      return tally;
    } finally {
      over = true;
      timeline.end();
      provider.client().close();
    }
  }

  private void begin() {
    nodes.forEach(Node::start);
    for (int user = 0; user < USERS; user++) {
      timeline.spawn(null, new Client(this, "user%d@example.org".formatted(user)));
    }
    timeline.spawn(null, new Chaos(this, nodes));
  }

  /** Until the time is over, or in the calm until nobody waits for anything any more. */
  private void runUntil(Duration length) {
    var end = timeline.now().plus(length);
    while (timeline.now().isBefore(end)) {
      if (!timeline.step() || (!lingers && weather.isCalm() && invariants.allEnded())) {
        return;
      }
    }
  }

  String newId() {
    ids++;
    return "job-%03d".formatted(ids);
  }

  Node anyNode() {
    return nodes.get(weather.below(nodes.size()));
  }

  /**
   * Asks a server from outside. Empty if no answer came, whatever became of what was asked, or if
   * it said that its store is in trouble.
   */
  <T> Optional<T> ask(Function<Node, T> question) {
    Node node = anyNode();
    if (!node.alive()) {
      return Optional.empty();
    }
    Timeline.Task guest = timeline.running();
    node.enter(guest);
    try {
      timeline.pause(weather.work());
      return Optional.of(question.apply(node));
    } catch (Crash e) {
      if (over) {
        throw e;
      }
      guest.revive();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.empty();
    } finally {
      node.leave(guest);
    }
  }

  /** Tells some server that a request has ended, until one says that it has heard. */
  void webhook(ProviderRequest request) {
    Duration pause = Duration.ofSeconds(1);
    for (int tries = 0; tries < 8; tries++) {
      Optional<Boolean> heard =
          ask(
              node -> {
                node.jobs()
                    .webhook(request.jobId, request.stage, RequestRef.of("sim/model", request.id));
                return true;
              });
      if (heard.isPresent()) {
        tally.webhooks++;
        return;
      }
      timeline.pause(pause);
      pause = pause.multipliedBy(2);
    }
  }

  Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** For the story of a case that failed, and to tell whether two were the same. */
  void note(String words) {
    String line = timeline.now() + " " + words;
    tally.digest = 31 * tally.digest + line.hashCode();
    notes.add(line);
    if (notes.size() > NOTES_MAX) {
      notes.removeFirst();
    }
  }

  List<String> notes() {
    return new ArrayList<>(notes);
  }
}
