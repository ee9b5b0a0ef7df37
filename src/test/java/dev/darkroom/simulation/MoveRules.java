package dev.darkroom.simulation;

import dev.darkroom.jobs.Move;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.State;
import dev.darkroom.simulation.Weather.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What each move must obey, and each request that the provider takes. */
final class MoveRules {
  /** A try that would come after the deadline is not waited for. */
  private static final Duration LAST_PAUSE = Duration.ofSeconds(40);

  private static final int TRIES_BEFORE_LOST = 8;
  private static final int BREAKS_BEFORE_POISONED = 2;

  private final World world;

  /** When a submit of each job was last sent. */
  private final Map<String, Instant> sent = new HashMap<>();

  /** When the id of each request was written down. */
  private final Map<String, Instant> knownAt = new HashMap<>();

  private final Set<String> wished = new HashSet<>();

  /** Jobs and their submits that were begun although their end was wished, and must not be sent. */
  private final Set<String> mustNotSend = new HashSet<>();

  MoveRules(World world) {
    this.world = world;
  }

  /** The wish to end this job is written down. */
  void cancelWished(String jobId) {
    wished.add(jobId);
  }

  /** A submit went out, begun at that time; it may never arrive. */
  void sent(String jobId, Instant begun) {
    sent.put(jobId, begun);
  }

  /** A move was written. */
  void recorded(Move move) {
    String id = move.before().id();
    var request = move.after().request();
    Move.Line line = move.event();
    String kind = line == null ? "" : line.kind();
    if (request != null) {
      ProviderRequest taken = world.provider.request(request.requestId());
      Broken.unless(taken.jobId.equals(id), () -> id + " has the request of " + taken.jobId);
      if (!taken.known) {
        knownAt.put(taken.id, world.timeline.now());
      }
      taken.known = true;
      if (kind.equals("submitted") || kind.equals("found")) {
        int stage = move.before().state().results().size();
        Broken.unless(
            taken.stage == stage, () -> "%s waits for %s in another stage".formatted(id, taken.id));
      }
    }
    switch (kind) {
      case "submitting" -> submitting(id, move.after().counts().submits());
      case "found" -> world.tally.found++;
      case "resubmitting" -> resubmitting(id);
      case "broke" ->
          Broken.unless(
              world.timeline.running().sweeps, () -> id + " broke a visit: indicates a bug");
      default -> {}
    }
    ended(move);
  }

  private void submitting(String id, int submit) {
    if (wished.contains(id)) {
      mustNotSend.add(id + " " + submit);
    }
  }

  private void resubmitting(String id) {
    Duration grace = Duration.ofSeconds(world.weather.webhooks ? 60 : 40);
    Instant over = sent.getOrDefault(id, Instant.MIN).plus(grace);
    Broken.unless(
        world.weather.clocksJump || !world.timeline.now().isBefore(over),
        () -> id + " is submitted again before its grace is over");
  }

  private void ended(Move move) {
    String id = move.before().id();
    if (move.after().phase() == Phase.CANCELLED) {
      released(move);
    }
    if (move.after().phase() != Phase.FAILED) {
      return;
    }
    State.Counts counts = move.before().state().counts();
    switch (Objects.requireNonNull(move.after().cause()).code()) {
      case "POISONED" ->
          Broken.unless(
              counts.breaks() == BREAKS_BEFORE_POISONED,
              () -> "%s is set aside after %d breaks".formatted(id, counts.breaks() + 1));
      case "RESULT_LOST" ->
          Broken.unless(
              counts.tries() >= TRIES_BEFORE_LOST,
              () -> "%s is given up after %d tries".formatted(id, counts.tries()));
      case "TIMED_OUT" -> {
        Broken.unless(isLate(move), () -> id + " is stopped before its time");
        released(move);
      }
      default -> {}
    }
  }

  /** Who is released must not go on where it costs money, as far as anybody can know or help it. */
  private void released(Move move) {
    boolean deaf = isLate(move) || !world.weather.never(Fault.QUEUE_LIES);
    for (ProviderRequest request : world.provider.of(move.before().id())) {
      boolean goesOn = request.known && !request.ended(world.timeline.now());
      Broken.unless(
          !goesOn || (deaf && request.stopTried),
          () -> "%s is released while %s goes on".formatted(move.before().id(), request.id));
    }
  }

  private boolean isLate(Move move) {
    State state = move.before().state();
    Instant deadline = state.startedAt() == null ? move.before().startBy() : state.endBy();
    return world.weather.clocksJump || world.timeline.now().plus(LAST_PAUSE).isAfter(deadline);
  }

  /** The provider is about to take a request, and to be paid for it. */
  void beforeTaking(ProviderRequest next) {
    Broken.unless(
        !mustNotSend.contains(next.jobId + " " + next.submit),
        () -> next.jobId + " is sent although its end was wished");
    for (ProviderRequest before : world.provider.of(next.jobId)) {
      boolean again = before.stage == next.stage && before.submit < next.submit;
      Broken.unless(
          !again || !(wasKnown(before, next) || (before.heard && !mayBeForgotten())),
          () -> "%s pays again for what %s is known to do".formatted(next.jobId, before.id));
    }
  }

  /** What is written down while the next submit is on its way cannot call it back. */
  private boolean wasKnown(ProviderRequest before, ProviderRequest next) {
    Instant begun = sent.getOrDefault(next.jobId, Instant.MAX);
    return before.known && !knownAt.getOrDefault(before.id, Instant.MIN).isAfter(begun);
  }

  /** Who has heard an answer may die of it, or be thought dead and come too late. */
  private boolean mayBeForgotten() {
    Weather weather = world.weather;
    return !weather.never(Fault.CRASH)
        || weather.freezes
        || weather.clocksJump
        || (!weather.never(Fault.SLOW) && weather.nodes > 1);
  }
}
