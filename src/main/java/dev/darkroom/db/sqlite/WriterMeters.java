package dev.darkroom.db.sqlite;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;

/** How the writer keeps up: how many moves share a commit, and how long that takes. */
final class WriterMeters {
  /** Until somebody watches. */
  static final WriterMeters NONE = new WriterMeters(new CompositeMeterRegistry());

  private final DistributionSummary batch;
  private final Timer commit;

  WriterMeters(MeterRegistry meters) {
    this.batch =
        DistributionSummary.builder("darkroom.writer.batch")
            .baseUnit("moves")
            .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 512)
            .register(meters);
    this.commit =
        Timer.builder("darkroom.writer.commit")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10))
            .register(meters);
  }

  void committed(int moves, long nanos) {
    batch.record(moves);
    commit.record(Duration.ofNanos(nanos));
  }
}
