package dev.darkroom;

import dev.darkroom.jobs.Figures;
import dev.darkroom.jobs.Figures.Place;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.Phase;
import dev.darkroom.web.EventStreams;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What is read from the store when it is asked for. One question for all of it, a few seconds old
 * at most, so that those who scrape cannot be a burden; NaN while the store does not answer.
 */
@Singleton
class Gauges {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Duration KEEP = Duration.ofSeconds(3);

  /** A store with very many rows is kept busy for a tenth of the time at most. */
  private static final int REST = 10;

  private final MeterRegistry meters;
  private final Stores stores;
  private final Lifecycle lifecycle;
  private final JobSettings settings;
  private final Offer.Operations operations;
  private final EventStreams streams;
  private final InstantSource clock;
  private final Probe<Figures> figures;

  Gauges(
      MeterRegistry meters,
      Stores stores,
      Lifecycle lifecycle,
      JobSettings settings,
      Offer.Operations operations,
      EventStreams streams,
      InstantSource clock) {
    this.meters = meters;
    this.stores = stores;
    this.lifecycle = lifecycle;
    this.settings = settings;
    this.operations = operations;
    this.streams = streams;
    this.clock = clock;
    this.figures = new Probe<>(stores.figures()::figures, WITHIN, KEEP, REST, System::nanoTime);
  }

  void register(@Observes StartupEvent event) {
    stores.watch().accept(meters);
    for (String type : operations.byType().keySet()) {
      for (Phase phase : Phase.values()) {
        if (!phase.terminal()) {
          Place place = new Place(type, phase);
          figure("darkroom.jobs", tags(place), f -> f.unfinished().getOrDefault(place, 0L));
        }
      }
    }
    figure("darkroom.queue.age.seconds", Tags.empty(), this::queueAge);
    figure("darkroom.in.flight", Tags.empty(), Figures::inFlight);
    figure("darkroom.credits.balance", Tags.empty(), Figures::balanceCredits);
    figure("darkroom.credits.held", Tags.empty(), Figures::heldCredits);
    meters.gauge("darkroom.in.flight.max", settings, JobSettings::inFlightMax);
    meters.gauge("darkroom.visits", lifecycle, Lifecycle::visits);
    meters.gauge("darkroom.visits.max", settings, JobSettings::visitsMax);
    meters.gauge("darkroom.streams", streams, EventStreams::count);
  }

  private void figure(String name, Tags tags, ToDoubleFunction<Figures> value) {
    Gauge.builder(name, () -> figures.seen().map(value::applyAsDouble).orElse(Double.NaN))
        .tags(tags)
        .register(meters);
  }

  private double queueAge(Figures seen) {
    return seen.waitingSince() == null
        ? 0
        : Math.max(0, Duration.between(seen.waitingSince(), clock.instant()).toMillis() / 1000.0);
  }

  private static Tags tags(Place place) {
    return Tags.of(
        "type", place.type(), "state", text(place.phase().status()), "phase", text(place.phase()));
  }

  private static String text(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
