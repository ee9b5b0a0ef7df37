package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.Sources;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Refuses bodies that are too large before a byte of them is taken, in words. */
@Singleton
public class BodyLimits {
  static final long JSON_BYTES_MAX = 1 << 20;

  /** A form has a few lines around its file. */
  private static final long FORM_BYTES = 64 << 10;

  private static final int BEFORE_ALL_OTHERS = 1000;

  private final OperationSettings settings;
  private final ObjectMapper json;

  BodyLimits(OperationSettings settings, ObjectMapper json) {
    this.settings = settings;
    this.json = json;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ALL_OTHERS);
  }

  private void check(RoutingContext request) {
    boolean upload = request.normalizedPath().equals("/api/storage/upload");
    long limit = upload ? settings.uploadBytesMax() + FORM_BYTES : JSON_BYTES_MAX;
    if (length(request.request().getHeader(HttpHeaders.CONTENT_LENGTH)) <= limit) {
      request.next();
      return;
    }
    Problem problem = upload ? Problem.of(Sources.tooLarge(settings)) : tooLarge();
    problem.end(request, json);
  }

  private static Problem tooLarge() {
    return Problem.of(
        413, "TOO_LARGE", "The body may have at most %d KB.".formatted(JSON_BYTES_MAX >> 10));
  }

  private static long length(@Nullable String header) {
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      // The server refuses it right after.
      return 0;
    }
  }
}
