package dev.darkroom.web;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Phase;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.operations.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The user's jobs. Only reads. */
@Path("/api/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Roles.JOBS)
public class JobResource {
  private final CurrentUser user;
  private final Jobs jobs;
  private final LibraryStore library;
  private final FileLinks links;

  JobResource(CurrentUser user, Jobs jobs, LibraryStore library, FileLinks links) {
    this.user = user;
    this.jobs = jobs;
    this.library = library;
    this.links = links;
  }

  @GET
  @Operation(summary = "My jobs, newest first")
  public Page<JobBody> list(
      @QueryParam("status") @Nullable String status,
      @QueryParam("type") @Nullable String type,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor)
      throws Refusal {
    int most = Required.limit(limit);
    Phase.Status wanted = Required.oneOf("status", status, Phase.Status.class);
    List<Job> read = jobs.list(user.email(), wanted, type, most + 1, Required.cursor(cursor));
    Map<String, LibraryItem> results = results(read);
    return Page.of(read, most, Job::id, job -> body(job, results, null));
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One job with its story")
  public JobBody job(@PathParam("id") String id) throws Refusal {
    Job job = Required.job(jobs, user.email(), id);
    return body(
        job, results(List.of(job)), jobs.events(job).stream().map(JobBody.EventBody::of).toList());
  }

  private Map<String, LibraryItem> results(List<Job> read) {
    List<String> keys =
        read.stream().map(job -> job.state().resultKey()).filter(Objects::nonNull).toList();
    return library.findAll(user.email(), keys).stream()
        .collect(Collectors.toMap(LibraryItem::key, Function.identity()));
  }

  private JobBody body(
      Job job, Map<String, LibraryItem> results, @Nullable List<JobBody.EventBody> events) {
    String key = job.state().resultKey();
    return JobBody.of(
        job, jobs.queuePosition(job), key == null ? null : results.get(key), links, events);
  }
}
