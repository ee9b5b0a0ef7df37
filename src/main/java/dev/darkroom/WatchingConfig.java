package dev.darkroom;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Tells the framework what our settings say of logs and traces. */
public final class WatchingConfig implements ConfigSourceFactory {
  /** Above what is in the jar, below what the operator says in the framework's own words. */
  private static final int ORDINAL = 275;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> says = new HashMap<>();
    if (value(context, "darkroom.log-format").filter("json"::equalsIgnoreCase).isPresent()) {
      says.put("quarkus.log.console.json.enabled", "true");
    }
    value(context, "darkroom.traces-endpoint")
        // Others stop the start, in words that name the setting.
        .filter(endpoint -> endpoint.startsWith("http"))
        .ifPresent(
            endpoint -> {
              says.put("quarkus.otel.sdk.disabled", "false");
              says.put("quarkus.otel.exporter.otlp.endpoint", endpoint);
            });
    return List.of(new PropertiesConfigSource(says, "watching", ORDINAL));
  }

  private static Optional<String> value(ConfigSourceContext context, String name) {
    ConfigValue value = context.getValue(name);
    return value == null
        ? Optional.empty()
        : Optional.ofNullable(value.getValue()).filter(text -> !text.isBlank());
  }
}
