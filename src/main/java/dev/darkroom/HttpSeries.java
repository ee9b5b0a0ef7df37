package dev.darkroom;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps strangers from making series of the methods and paths that they think of. A path that is no
 * template of ours stands for itself only once something was found there.
 */
@Singleton
class HttpSeries {
  private static final String REQUESTS = "http.server.requests";
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");
  private static final String OTHER = "OTHER";

  private final Set<String> found = ConcurrentHashMap.newKeySet();

  @Produces
  @Singleton
  MeterFilter known() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        return id.getName().equals(REQUESTS) ? known(id) : id;
      }
    };
  }

  private Meter.Id known(Meter.Id id) {
    boolean ours = METHODS.contains(String.valueOf(id.getTag("method")));
    String uri = String.valueOf(id.getTag("uri"));
    if (ours && "SUCCESS".equals(id.getTag("outcome"))) {
      found.add(uri);
    }
    boolean telling = ours && (uri.contains("{") || found.contains(uri) || !uri.startsWith("/"));
    return id.replaceTags(
        id.getTags().stream()
            .map(
                tag ->
                    switch (tag.getKey()) {
                      case "method" -> ours ? tag : Tag.of("method", OTHER);
                      case "uri" -> telling ? tag : Tag.of("uri", OTHER);
                      default -> tag;
                    })
            .toList());
  }
}
