package dev.darkroom.jobs;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** The documented defaults, read by the code that reads them in the server. */
public final class TestSettings {

  private TestSettings() {}

  public static <T> T defaults(Class<T> type) {
    return with(type, Map.of());
  }

  /** The defaults but for some properties, by their full names. */
  public static <T> T with(Class<T> type, Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(type)
        .withDefaultValues(properties)
        .build()
        .getConfigMapping(type);
  }
}
