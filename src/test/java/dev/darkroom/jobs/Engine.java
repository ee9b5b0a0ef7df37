package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.emulator.Model;
import dev.darkroom.emulator.Workbench;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.FalSettings;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.provider.RequestRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/**
 * The engine as it runs in the server, but step by step: a real store, the real client, the real
 * emulator over a socket, and time that a test moves.
 */
public final class Engine implements AutoCloseable {
  public static final String MODEL = "darkroom/echo";
  private static final String WORKER = "w";
  private static final Duration STEP_MIN = Duration.ofMillis(250);
  private static final Duration STEP_MAX = Duration.ofSeconds(20);

  public final TestClock clock = new TestClock(Fixtures.NOON);
  public final Emulator emulator;
  public final Jobs jobs;
  public final Worker worker;
  public final Sweeper sweeper;
  public final JobSettings settings;
  final Moves moves;

  /** Jobs the files of which were deleted. */
  final List<Job> discarded = new ArrayList<>();

  private final JobStore store;
  private final Fal fal;
  private final Visit visit;

  public Engine(
      JobStore store,
      CreditStore credits,
      Path folder,
      Operation operation,
      Map<String, String> properties)
      throws IOException {
    this.store = store;
    this.settings = TestSettings.with(JobSettings.class, properties);
    this.emulator = Emulator.start(EmulatorSettings.forTests(folder), List.of(new Echo()));
    this.fal =
        new Fal(
            FalSettings.of("test:test", emulator.queueUrl(), emulator.restUrl())
                .withCallTimeout(Duration.ofSeconds(20)));
    // No jitter, so that a test knows when a pause is over.
    Backoff backoff =
        new Backoff(settings.retryFirst(), settings.retryMax(), constant(Long.MAX_VALUE));
    this.moves = Fixtures.moves(store, discarded::add);
    this.visit =
        new Visit(moves, fal, Map.of(operation.type(), operation), settings, backoff, clock, null);
    this.worker = new Worker(WORKER, store, visit, settings, clock, Runnable::run, () -> {});
    this.sweeper = new Sweeper(WORKER, store, moves, settings, backoff, clock);
    this.jobs =
        new Jobs(
            store,
            moves,
            new Watch(store),
            Fixtures.estimates(store),
            credits,
            settings,
            clock,
            Fixtures.ids(),
            () -> {});
    credits.grant(Fixtures.ANN, 100, "test", "test", Fixtures.NOON);
  }

  private static RandomGenerator constant(long value) {
    return () -> value;
  }

  /** Admits a job of Ann's for 10 credits. */
  public Job submit() {
    return ((Admission.Admitted) jobs.submit(Fixtures.draft(Fixtures.ANN, 10, null))).job();
  }

  public Job read(Job job) {
    return store.find(job.user(), job.id()).orElseThrow();
  }

  public List<String> story(Job job) {
    return store.events(job.id()).stream().map(JobEvent::kind).toList();
  }

  /** Works until the job has ended, moving the clock; at most {@code within} of its time. */
  public Job untilEnded(Job job, Duration within) {
    return until(job, within, true);
  }

  /** Works for so long of the clock's time. */
  public Job work(Job job, Duration within) {
    return until(job, within, false);
  }

  private Job until(Job job, Duration within, boolean orEnded) {
    Instant end = clock.instant().plus(within);
    while (clock.instant().isBefore(end)) {
      worker.runOnce();
      sweeper.runOnce();
      awaitProvider();
      Job now = read(job);
      if (orEnded && now.phase().terminal()) {
        return now;
      }
      clock.advance(pause(now, end));
    }
    return read(job);
  }

  /** Until the job is due, since nothing happens before; a lease may lapse, so not for long. */
  private Duration pause(Job job, Instant end) {
    Instant now = clock.instant();
    Duration untilDue = Duration.between(now, job.state().dueAt());
    Duration pause = max(STEP_MIN, min(STEP_MAX, untilDue));
    return min(pause, Duration.between(now, end));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /** The provider lives in real time: the clock stands while it has something to do. */
  private void awaitProvider() {
    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(emulator::settled);
  }

  /** Another worker on the same store, whose visits run when the test says so. */
  public Worker worker(Executor visitors) {
    return new Worker(WORKER, store, visit, settings, clock, visitors, () -> {});
  }

  /** What operators do on the same store; they do not wait for the provider, and a test does. */
  Oversight oversight(OversightStore rows) {
    return new Oversight(rows, store, moves, fal, clock, Runnable::run);
  }

  /** A submit whose answer the engine never learns. */
  public RequestRef submitToProvider(Call call) throws ProviderException {
    return fal.submit(call.model(), call.input(), null);
  }

  /** The result of a job's request, as soon as it is there. */
  public JsonNode resultOf(Job job) {
    return Awaitility.await()
        .ignoreExceptions()
        .until(() -> fal.result(Objects.requireNonNull(job.state().request())), Objects::nonNull);
  }

  @Override
  public void close() {
    fal.close();
    emulator.close();
  }

  /** Gives back what it was given. */
  private static final class Echo implements Model {
    @Override
    public String id() {
      return MODEL;
    }

    @Override
    public ObjectNode run(ObjectNode input, Workbench bench) {
      return JsonNodeFactory.instance.objectNode().set("echo", input);
    }
  }
}
