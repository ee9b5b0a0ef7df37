package dev.darkroom.web;

import io.opentelemetry.api.trace.Span;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * What is logged of a request that concerns one job carries the job's id, and so does its span. The
 * framework keeps it with the request, so that it ends there.
 */
public class JobInLog {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

  @ServerRequestFilter
  public void note(ContainerRequestContext request) {
    var uri = request.getUriInfo();
    String id =
        uri.getPath().startsWith("/api/jobs/")
            ? uri.getPathParameters().getFirst("id")
            : uri.getQueryParameters().getFirst("jobId");
    note(id);
  }

  /** A text that could not be an id is somebody's own, and not written down. */
  static void note(@Nullable String jobId) {
    if (jobId != null && ID.matcher(jobId).matches()) {
      MDC.put("jobId", jobId);
      Span.current().setAttribute("darkroom.job.id", jobId);
    }
  }
}
