package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Phase;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.operations.GenerateImage;
import dev.darkroom.operations.Refusal;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a job stands, as clients of the brief poll for it. Only reads. */
@Singleton
public class JobStatuses {
  private final CurrentUser user;
  private final Jobs jobs;
  private final LibraryStore library;
  private final FileLinks links;

  JobStatuses(CurrentUser user, Jobs jobs, LibraryStore library, FileLinks links) {
    this.user = user;
    this.jobs = jobs;
    this.library = library;
    this.links = links;
  }

  /**
   * The answer; what does not apply is left out.
   *
   * @param toolType the operation, for tools
   * @param isFirstTemplate true in the completion of a user's first picture from a template
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StatusBody(
      @Schema(enumeration = {"pending", "processing", "completed", "failed"}) String status,
      @Nullable String message,
      @Nullable Integer queuePosition,
      @Nullable Double progress,
      @Nullable String url,
      @Nullable String key,
      @Nullable Long credits,
      @Nullable String error,
      @Nullable String code,
      @JsonProperty("tool_type") @Nullable String toolType,
      @Nullable Boolean isFirstTemplate) {}

  /** How a tool's job stands. */
  StatusBody tool(@Nullable String jobId) throws Refusal {
    Job job = job(jobId);
    return body(job, job.type(), null);
  }

  /** How a video from a picture stands. */
  StatusBody video(@Nullable String jobId) throws Refusal {
    return body(job(jobId), null, null);
  }

  /** How a picture from a template stands. */
  StatusBody image(@Nullable String jobId) throws Refusal {
    Job job = job(jobId);
    boolean first =
        job.type().equals(GenerateImage.TYPE)
            && job.phase() == Phase.COMPLETED
            && jobs.isFirst(job);
    return body(job, null, first ? true : null);
  }

  /** How a job stands that is known to be the user's. */
  StatusBody of(Job job) {
    return body(job, job.type(), null);
  }

  /** None once the result was deleted. */
  private @Nullable String address(Job job) {
    String key = String.valueOf(job.state().resultKey());
    return library.find(job.user(), key).map(item -> links.url(item.key())).orElse(null);
  }

  private Job job(@Nullable String jobId) throws Refusal {
    return Required.job(jobs, user.email(), Required.parameter("jobId", jobId));
  }

  private StatusBody body(Job job, @Nullable String toolType, @Nullable Boolean first) {
    String status = job.phase().status().name().toLowerCase(Locale.ROOT);
    var state = job.state();
    return switch (job.phase().status()) {
      case PENDING, PROCESSING ->
          new StatusBody(
              status,
              Words.of(job),
              jobs.queuePosition(job),
              state.progress(),
              null,
              null,
              null,
              null,
              null,
              toolType,
              null);
      case COMPLETED ->
          new StatusBody(
              status,
              null,
              null,
              null,
              address(job),
              state.resultKey(),
              state.chargedCredits(),
              null,
              null,
              toolType,
              first);
      case FAILED ->
          new StatusBody(
              status,
              null,
              null,
              null,
              null,
              null,
              null,
              Words.of(state.cause()),
              state.cause() == null ? "FAILED" : state.cause().code(),
              toolType,
              null);
    };
  }
}
