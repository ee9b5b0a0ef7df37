package dev.darkroom;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.darkroom.access.RequestBudget;
import dev.darkroom.access.Tokens;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.Downloads;
import dev.darkroom.credits.CreditStore;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.Estimates;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobMeters;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Keep;
import dev.darkroom.jobs.Moves;
import dev.darkroom.jobs.Oversight;
import dev.darkroom.jobs.OversightStore;
import dev.darkroom.jobs.Standings;
import dev.darkroom.jobs.Traces;
import dev.darkroom.jobs.Watch;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.notify.Bell;
import dev.darkroom.operations.Catalogue;
import dev.darkroom.operations.Clips;
import dev.darkroom.operations.Handover;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.Quota;
import dev.darkroom.operations.Results;
import dev.darkroom.operations.Retention;
import dev.darkroom.operations.Sources;
import dev.darkroom.operations.Stored;
import dev.darkroom.operations.Uploads;
import dev.darkroom.provider.Calls;
import dev.darkroom.provider.Health;
import dev.darkroom.provider.WebhookAddresses;
import dev.darkroom.provider.WebhookKeys;
import dev.darkroom.templates.TemplateStore;
import dev.darkroom.web.EventStreams;
import dev.darkroom.web.SessionResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Builds the parts, top to bottom. What starts and stops them is {@link Lifecycle}. */
@Singleton
class Wiring {
  /** Each page of a browser needs one, and each machine. */
  private static final int STREAMS_OF_USER_MAX = 100;

  private static final Logger LOG = Logger.getLogger(Wiring.class);
  private static final int REDIRECTS_MAX = 3;

  /** One for all, so that ids are ordered also within a millisecond. */
  private static final TimeBasedEpochGenerator TIME_ORDERED = Generators.timeBasedEpochGenerator();

  static String id() {
    return TIME_ORDERED.generate().toString();
  }

  /** Millisecond precision, as the stores have, so that what is written is what is read. */
  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Produces
  @Singleton
  DataFolder dataFolder(
      Config config, DarkroomSettings settings, SurrealSettings surreal, S3Settings s3) {
    StartChecks.run(config, settings);
    StartChecks.warning(settings, surreal, s3).ifPresent(LOG::warn);
    return DataFolder.take(settings.dataDir());
  }

  @Produces
  @Singleton
  ServerSecret secret(DarkroomSettings settings, DataFolder data) {
    return ServerSecret.of(settings, data);
  }

  @Produces
  @Singleton
  Stores stores(SurrealSettings settings, DataFolder data, InstantSource clock) {
    return Stores.choose(settings, data, clock).whole();
  }

  @Produces
  @Singleton
  JobStore jobStore(Stores stores) {
    return stores.jobs();
  }

  @Produces
  @Singleton
  CreditStore creditStore(Stores stores, MeterRegistry meters) {
    return new CountedCredits(stores.credits(), meters);
  }

  @Produces
  @Singleton
  LibraryStore libraryStore(Stores stores) {
    return stores.library();
  }

  @Produces
  @Singleton
  TemplateStore templateStore(Stores stores) {
    return stores.templates();
  }

  @Produces
  @Singleton
  Tokens tokens(Stores stores, InstantSource clock) {
    return new Tokens(stores.tokens(), Wiring::id, clock, Thread::startVirtualThread);
  }

  @Produces
  @Singleton
  RequestBudget requestBudget(DarkroomSettings settings) {
    return new RequestBudget(settings.requestsPerMinute(), System::nanoTime);
  }

  @Produces
  @Singleton
  Provider provider(
      DarkroomSettings settings,
      OperationSettings operations,
      DataFolder data,
      InstantSource clock,
      MeterRegistry meters,
      Tracer tracer) {
    Calls calls = new Calls(meters, tracer, new Health(clock));
    return Provider.choose(settings, operations, data, calls);
  }

  @Produces
  @Singleton
  WebhookAddresses webhookAddresses(DarkroomSettings settings, ServerSecret secret) {
    return new WebhookAddresses(settings.publicUrl(), secret.derived("webhooks"));
  }

  @Produces
  @Singleton
  WebhookKeys webhookKeys(Provider provider) {
    return new WebhookKeys(provider.fal());
  }

  @Produces
  @Singleton
  SessionResource.Provider providerKind(Provider provider) {
    return provider.emulator() == null
        ? SessionResource.Provider.FAL
        : SessionResource.Provider.EMULATOR;
  }

  @Produces
  @Singleton
  Nudge nudge() {
    return new Nudge();
  }

  @Produces
  @Singleton
  Watch watch(JobStore store) {
    return new Watch(store);
  }

  @Produces
  @Singleton
  EventStreams eventStreams(Watch watch, InstantSource clock, DarkroomSettings settings) {
    return new EventStreams(
        watch,
        Thread::startVirtualThread,
        clock,
        settings.streamsMax(),
        settings.auth().equals("local") ? settings.streamsMax() : STREAMS_OF_USER_MAX);
  }

  @Produces
  @Singleton
  Estimates estimates(JobStore store) {
    return new Estimates(store, job -> job.input().at("/calls/main/model").asText());
  }

  @Produces
  @Singleton
  Moves moves(
      JobStore store,
      Watch watch,
      Estimates estimates,
      Bell bell,
      Retention retention,
      MeterRegistry meters,
      Tracer tracer,
      @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean untraced) {
    Consumer<Job> told = watch::written;
    // Leases are renewed beside the sweep, which must not wait for storage.
    return new Moves(
        store,
        told.andThen(estimates::learn).andThen(_ -> bell.run()),
        job -> Thread.startVirtualThread(() -> retention.discard(job)),
        new JobMeters(meters, untraced ? Traces.none() : Traces.to(tracer)));
  }

  @Produces
  @Singleton
  Jobs jobs(
      JobStore store,
      Moves moves,
      Watch watch,
      Estimates estimates,
      CreditStore credits,
      JobSettings settings,
      InstantSource clock,
      Nudge nudge) {
    return new Jobs(store, moves, watch, estimates, credits, settings, clock, Wiring::id, nudge);
  }

  @Produces
  @Singleton
  Standings standings(JobStore store) {
    return new Standings(store, Thread::startVirtualThread);
  }

  @Produces
  @Singleton
  OversightStore oversightStore(Stores stores) {
    return stores.oversight();
  }

  @Produces
  @Singleton
  Oversight oversight(
      OversightStore store, JobStore jobs, Moves moves, Provider provider, InstantSource clock) {
    return new Oversight(store, jobs, moves, provider.fal(), clock, Thread::startVirtualThread);
  }

  @Produces
  @Singleton
  Health providerHealth(Provider provider) {
    return provider.fal().health();
  }

  @Produces
  @Singleton
  Fetchers fetchers(DataFolder data, Provider provider, OperationSettings settings)
      throws IOException {
    return new Fetchers(
        Downloads.fromUsers(
            data.downloads(),
            new Downloads.Limits(
                settings.uploadBytesMax(), settings.sourceWithin(), REDIRECTS_MAX)),
        new Downloads(
            provider.origins(),
            data.downloads(),
            new Downloads.Limits(
                settings.resultBytesMax(), settings.resultWithin(), REDIRECTS_MAX)),
        new Downloads(
            provider.origins(),
            data.downloads(),
            new Downloads.Limits(
                settings.videoResultBytesMax(), settings.videoResultWithin(), REDIRECTS_MAX)));
  }

  @Produces
  @Singleton
  Keep keep(JobSettings settings) {
    return new Keep(settings.keep());
  }

  @Produces
  @Singleton
  Retention retention(JobStore store, Blobs blobs, Keep keep) {
    return new Retention(store, blobs, keep);
  }

  @Produces
  @Singleton
  Sources sources(
      Blobs blobs, Fetchers fetchers, OperationSettings settings, Keep keep, InstantSource clock) {
    return new Sources(blobs, fetchers.fromUsers(), settings, keep, clock);
  }

  @Produces
  @Singleton
  Clips clips(Blobs blobs, OperationSettings settings) {
    return new Clips(blobs, settings);
  }

  @Produces
  @Singleton
  Uploads uploads(Sources sources, Clips clips, Quota quota, OperationSettings settings) {
    return new Uploads(sources, clips, quota, settings);
  }

  @Produces
  @Singleton
  Stored stored(Blobs blobs) {
    return new Stored(blobs);
  }

  @Produces
  @Singleton
  Handover handover(
      Stored stored,
      Blobs blobs,
      Provider provider,
      DataFolder data,
      Fetchers madeTheFolder,
      OperationSettings settings,
      DarkroomSettings others,
      InstantSource clock) {
    StartChecks.links(settings, others, blobs.origin());
    return new Handover(stored, provider.fal(), data.downloads(), settings, clock);
  }

  @Produces
  @Singleton
  Results results(
      Blobs blobs,
      Fetchers fetchers,
      OperationSettings settings,
      Catalogue catalogue,
      InstantSource clock) {
    return new Results(
        blobs, fetchers.fromProvider(), fetchers.videosFromProvider(), settings, catalogue, clock);
  }
}
