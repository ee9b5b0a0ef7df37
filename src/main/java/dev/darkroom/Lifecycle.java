package dev.darkroom;

import dev.darkroom.blobs.Blobs;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.jobs.Backoff;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Loop;
import dev.darkroom.jobs.Moves;
import dev.darkroom.jobs.Sweeper;
import dev.darkroom.jobs.Visit;
import dev.darkroom.jobs.Watch;
import dev.darkroom.jobs.Worker;
import dev.darkroom.operations.FirstTemplates;
import dev.darkroom.operations.Retention;
import dev.darkroom.provider.WebhookAddresses;
import dev.darkroom.web.CurrentUser;
import dev.darkroom.web.EventStreams;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Starts the loops once everything stands, and stops them before anything falls. */
@Singleton
class Lifecycle {
  private static final Logger LOG = Logger.getLogger(Lifecycle.class);
  private static final Duration WORKER_PACE = Duration.ofMillis(250);
  private static final Duration SWEEP_PACE = Duration.ofSeconds(1);
  private static final Duration RETENTION_PACE = Duration.ofMinutes(1);

  /** Lines that other servers write are seen after so long at most. */
  private static final Duration WATCH_PACE = Duration.ofMillis(500);

  /** Browsers and proxies take a connection without a byte for dead after half a minute or more. */
  private static final Duration BEAT_PACE = Duration.ofSeconds(15);

  /** What is under way has so long to be finished, and then so long to write down where it is. */
  private static final long FINISH_SECONDS = 5;

  private static final long LEAVE_SECONDS = 2;

  private final DataFolder data;
  private final Stores stores;
  private final JobStore store;
  private final CreditStore credits;
  private final Blobs blobs;
  private final Provider provider;
  private final Fetchers fetchers;
  private final FirstTemplates firstTemplates;
  private final DarkroomSettings settings;
  private final InstantSource clock;
  private final Worker worker;
  private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
  private final Loop workerLoop;
  private final Loop sweeperLoop;
  private final Loop retentionLoop;
  private final Loop watchLoop;
  private final Loop beatLoop;
  private final EventStreams streams;
  private final Loops loops;
  private volatile boolean started;

  Lifecycle(
      DataFolder data,
      Stores stores,
      JobStore store,
      Moves moves,
      CreditStore credits,
      Blobs blobs,
      Provider provider,
      Fetchers fetchers,
      FirstTemplates firstTemplates,
      Offer.Operations operations,
      JobSettings jobSettings,
      DarkroomSettings settings,
      InstantSource clock,
      WebhookAddresses webhooks,
      Retention retention,
      Watch watch,
      EventStreams streams,
      Loops loops,
      Nudge nudge) {
    this.data = data;
    this.stores = stores;
    this.store = store;
    this.credits = credits;
    this.blobs = blobs;
    this.provider = provider;
    this.fetchers = fetchers;
    this.firstTemplates = firstTemplates;
    this.settings = settings;
    this.clock = clock;
    Backoff backoff =
        new Backoff(
            jobSettings.retryFirst(),
            jobSettings.retryMax(),
            () -> ThreadLocalRandom.current().nextLong());
    Visit visit =
        new Visit(
            moves,
            provider.fal(),
            operations.byType(),
            jobSettings,
            backoff,
            clock,
            canBeTold(provider, settings) ? webhooks : null);
    this.worker = new Worker(stores.worker(), store, visit, jobSettings, clock, visitors, nudge);
    this.workerLoop = new Loop("worker", () -> worker.runOnce() > 0, WORKER_PACE);
    Sweeper sweeper = new Sweeper(stores.worker(), store, moves, jobSettings, backoff, clock);
    this.sweeperLoop = new Loop("sweeper", () -> renewAndSweep(sweeper), SWEEP_PACE);
    this.retentionLoop =
        new Loop("retention", () -> retention.runOnce(clock.instant()) > 0, RETENTION_PACE);
    this.watchLoop = new Loop("watch", () -> watches(watch), WATCH_PACE);
    this.beatLoop = new Loop("beat", () -> beat(streams), BEAT_PACE);
    this.streams = streams;
    this.loops = loops;
    nudge.to(workerLoop::nudge);
  }

  /** A provider elsewhere calls no address that only this machine knows. */
  private static boolean canBeTold(Provider provider, DarkroomSettings settings) {
    boolean near =
        provider.emulator() != null
            || StartChecks.isLoopback(String.valueOf(settings.fal().queueUrl().getHost()));
    return near || !StartChecks.isLoopback(String.valueOf(settings.publicUrl().getHost()));
  }

  private boolean renewAndSweep(Sweeper sweeper) {
    worker.renew();
    return sweeper.runOnce() > 0;
  }

  private static boolean watches(Watch watch) {
    watch.runOnce();
    return false;
  }

  private static boolean beat(EventStreams streams) {
    streams.beat();
    return false;
  }

  void start(@Observes StartupEvent event) throws IOException {
    LOG.infof("Settings: %s", SettingsInUse.of(System.getenv()));
    if (settings.auth().equals("local") && settings.welcomeCredits() > 0) {
      credits.grant(
          CurrentUser.LOCAL, settings.welcomeCredits(), "Welcome", "welcome", clock.instant());
    }
    data.sweepUnfinished();
    firstTemplates.putOnce(clock.instant());
    // Whoever held leases under this name is gone.
    int left = store.expireLeases(stores.worker(), clock.instant());
    int halfWritten = blobs.sweepUnfinished(clock.instant());
    if (left + halfWritten > 0) {
      LOG.infof("The last run left %d visits and %d half-written files", left, halfWritten);
    }
    loops.start(workerLoop);
    loops.start(sweeperLoop);
    loops.start(retentionLoop);
    loops.start(watchLoop);
    loops.start(beatLoop);
    started = true;
  }

  boolean started() {
    return started;
  }

  int visits() {
    return worker.visits();
  }

  @SuppressWarnings("SystemOut") // Said to the person who started it.
  void ready(@ObservesAsync HttpServerStart event) {
    if (settings.logFormat() == DarkroomSettings.LogFormat.JSON) {
      LOG.infof("Darkroom is ready at %s", settings.publicUrl());
      return;
    }
    System.out.printf("%nDarkroom is ready at %s%n", settings.publicUrl());
    if (provider.emulator() != null) {
      System.out.println(
          "Practice mode: pictures are made by classical filters. Set FAL_KEY for real models.");
    }
    System.out.println();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    workerLoop.close();
    sweeperLoop.close();
    retentionLoop.close();
    watchLoop.close();
    beatLoop.close();
    streams.close();
    if (!worker.awaitVisits(FINISH_SECONDS)) {
      LOG.info("Some visits do not end in time; another server or the next start takes them up");
    }
    // Calls that hang fail now, and their visits can still write down where they are.
    provider.close();
    fetchers.close();
    blobs.close();
    worker.awaitVisits(LEAVE_SECONDS);
    visitors.shutdownNow();
    giveBackLeases();
    stores.close();
    data.close();
  }

  /** Another server need not wait until they lapse, nor for what this one alone knows. */
  private void giveBackLeases() {
    try {
      worker.renew();
      store.expireLeases(stores.worker(), clock.instant());
    } catch (RuntimeException e) {
      LOG.info("The leases could not be given back; they lapse by themselves");
    }
  }
}
