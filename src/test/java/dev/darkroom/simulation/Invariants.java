package dev.darkroom.simulation;

import dev.darkroom.jobs.Book;
import dev.darkroom.jobs.Cancellation;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import dev.darkroom.simulation.Weather.Fault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must be true after each move, and what must have come of it all at the end. */
final class Invariants {
  private final World world;

  /** The ids that clients were told, in their order. */
  private final Set<String> accepted = new LinkedHashSet<>();

  private final Map<String, String> jobOfKey = new HashMap<>();
  private final Map<String, Long> granted = new HashMap<>();
  private final Set<String> promisedCancelled = new HashSet<>();
  private final Map<String, Book.OfJob> seen = new LinkedHashMap<>();
  private int clients = World.USERS;
  private int orders;

  Invariants(World world) {
    this.world = world;
  }

  /** A client orders one more job; it may do so several times, by the same key. */
  void ordered() {
    orders++;
  }

  void clientBegins() {
    clients++;
  }

  void clientIsDone() {
    clients--;
  }

  /** A client was told that this job is accepted. */
  void accepted(@Nullable String key, String jobId) {
    accepted.add(jobId);
    String first = key == null ? null : jobOfKey.putIfAbsent(key, jobId);
    Broken.unless(
        first == null || first.equals(jobId),
        () -> "One key, two jobs: %s and %s".formatted(first, jobId));
  }

  void granted(String user, String ref, long credits) {
    granted.put(user + " " + ref, credits);
  }

  void cancelAnswered(String jobId, Cancellation said) {
    if (said.outcome() == Cancellation.Outcome.CANCELLED) {
      promisedCancelled.add(jobId);
    }
  }

  /** All that must be true at every moment. */
  void check() {
    world.tally.moves++;
    Book book = world.rows.book();
    book.check();
    Map<String, Book.OfJob> now = new LinkedHashMap<>();
    book.jobs().forEach(job -> now.put(job.id(), job));
    for (Book.OfJob before : seen.values()) {
      Book.OfJob after = now.get(before.id());
      Broken.unless(after != null, () -> "%s is lost".formatted(before.id()));
      onlyForward(before, Objects.requireNonNull(after));
    }
    now.values().forEach(this::check);
    accepted.forEach(id -> Broken.unless(now.containsKey(id), () -> "%s is lost".formatted(id)));
    seen.putAll(now);
  }

  private void check(Book.OfJob job) {
    List<ProviderRequest> taken = world.provider.of(job.id());
    long stages = taken.stream().mapToInt(request -> request.stage).distinct().count();
    Broken.unless(
        taken.size() <= stages + job.lostAnswers(),
        () ->
            "%s was taken %d times, for %d stages and %d lost answers"
                .formatted(job.id(), taken.size(), stages, job.lostAnswers()));
    if (job.phase().equals("completed")) {
      String stored = world.storage.get(SimulatedOperation.key(job.id()));
      boolean its =
          taken.stream()
              .anyMatch(
                  request ->
                      request.known
                          && request.succeeds
                          && request.last
                          && request.picture().equals(stored));
      Broken.unless(
          charged(job) == job.heldCredits(),
          () -> "%s is completed and pays %d".formatted(job.id(), charged(job)));
      Broken.unless(
          its, () -> "%s is completed, and in storage lies %s".formatted(job.id(), stored));
    }
    Broken.unless(
        !promisedCancelled.contains(job.id()) || job.phase().equals("cancelled"),
        () -> "%s was said to be cancelled, and is %s".formatted(job.id(), job.phase()));
  }

  private static long charged(Book.OfJob job) {
    Long charged = job.chargedCredits();
    return charged == null ? 0 : charged;
  }

  private static void onlyForward(Book.OfJob before, Book.OfJob after) {
    Phase was = phase(before);
    Broken.unless(
        phase(after).compareTo(was) >= 0,
        () -> "%s goes back to %s".formatted(before, after.phase()));
    Broken.unless(
        !was.terminal() || before.equals(after),
        () -> "%s had ended and is now %s".formatted(before, after));
  }

  private static Phase phase(Book.OfJob job) {
    return Phase.valueOf(job.phase().toUpperCase(Locale.ROOT));
  }

  /** Whether there is nothing left to wait for. */
  boolean allEnded() {
    return clients == 0 && seen.values().stream().allMatch(job -> phase(job).terminal());
  }

  /** What must have come of it all. */
  void atEnd() {
    check();
    Broken.unless(clients == 0, () -> "%d clients still wait for an answer".formatted(clients));
    Book book = world.rows.book();
    long credits = granted.values().stream().mapToLong(Long::longValue).sum();
    long paid = book.jobs().stream().mapToLong(Invariants::charged).sum();
    long sum = book.entries().stream().mapToLong(Book.Entry::delta).sum();
    Broken.unless(
        credits - paid == sum,
        () ->
            "%d credits were bought and %d paid, and the sum is %d".formatted(credits, paid, sum));
    Broken.unless(
        book.jobs().size() <= orders,
        () -> "%d orders became %d jobs".formatted(orders, book.jobs().size()));
    for (Book.OfJob ofJob : book.jobs()) {
      Job job = world.rows.jobs().get(ofJob.id()).orElseThrow();
      Broken.unless(job.phase().terminal(), () -> "%s never ended: %s".formatted(job.id(), job));
      honest(job);
      leftBehind(job);
      count(job);
    }
    world.tally.taken += world.provider.taken();
  }

  /** Nothing fails but for a reason that was there. */
  private void honest(Job job) {
    if (job.phase() != Phase.FAILED) {
      return;
    }
    Weather weather = world.weather;
    String code = Objects.requireNonNull(job.state().cause()).code();
    boolean died =
        !weather.never(Fault.CRASH)
            || weather.freezes
            || !weather.never(Fault.STORE_REFUSES)
            || !weather.never(Fault.STORE_UNSURE);
    boolean late =
        died
            || weather.clocksJump
            || !weather.never(Fault.SLOW)
            || !weather.never(Fault.HANGS)
            || !weather.never(Fault.STORAGE_FAILS);
    boolean there =
        switch (code) {
          case "REFUSED", "PROCESSING_FAILED" ->
              world.provider.of(job.id()).stream().anyMatch(r -> !r.succeeds || r.cancelled());
          case "SUBMIT_UNKNOWN" ->
              died
                  || weather.clocksJump
                  || !weather.never(Fault.ANSWER_LOST)
                  || !weather.never(Fault.REQUEST_LOST);
          case "POISONED" -> died;
          case "RESULT_LOST" ->
              late || !weather.never(Fault.QUEUE_LIES) || !weather.never(Fault.CALL_FAILS);
          case "TIMED_OUT" ->
              late || !weather.never(Fault.BUSY) || !weather.never(Fault.CALL_FAILS);
          default -> false;
        };
    Broken.unless(there, () -> "%s failed by %s without a reason".formatted(job.id(), code));
  }

  /** A file goes right after the end is written: who dies between the two leaves it behind. */
  private void leftBehind(Job job) {
    boolean left =
        job.phase() != Phase.COMPLETED
            && world.storage.containsKey(SimulatedOperation.key(job.id()));
    Broken.unless(
        !left || !world.weather.never(Fault.CRASH) || !world.weather.never(Fault.STORE_UNSURE),
        () -> "%s failed and left its file behind".formatted(job.id()));
    world.tally.filesLeft += left ? 1 : 0;
  }

  private void count(Job job) {
    Tally tally = world.tally;
    tally.jobs++;
    switch (job.phase()) {
      case COMPLETED -> tally.completed++;
      case CANCELLED -> tally.cancelled++;
      default -> tally.failed++;
    }
    List<ProviderRequest> taken = world.provider.of(job.id());
    tally.answersLost += taken.stream().filter(request -> !request.known).count();
    long stages = taken.stream().mapToInt(request -> request.stage).distinct().count();
    tally.submittedAgain += taken.size() - stages;
  }
}
