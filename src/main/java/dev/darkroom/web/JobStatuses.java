package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Standing;
import dev.darkroom.jobs.Standings;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.operations.GenerateImage;
import dev.darkroom.operations.Refusal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How a job stands, as clients of the brief poll for it. Only reads. */
@Singleton
public class JobStatuses {
  private static final Logger LOG = Logger.getLogger(JobStatuses.class);

  private final CurrentUser user;
  private final Standings standings;
  private final FileLinks links;

  JobStatuses(CurrentUser user, Standings standings, FileLinks links) {
    this.user = user;
    this.standings = standings;
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
  Uni<StatusBody> tool(@Nullable String jobId) throws Refusal {
    return standing(jobId).map(job -> body(job, job.type(), null));
  }

  /** How a video from a picture stands. */
  Uni<StatusBody> video(@Nullable String jobId) throws Refusal {
    return standing(jobId).map(job -> body(job, null, null));
  }

  /** How a picture from a template stands. */
  Uni<StatusBody> image(@Nullable String jobId) throws Refusal {
    return standing(jobId).map(job -> body(job, null, isFirst(job) ? true : null));
  }

  private static boolean isFirst(Standing job) {
    return job.first() && job.type().equals(GenerateImage.TYPE);
  }

  /** How a job stands that is known to be the user's; empty if that cannot be read just now. */
  Optional<StatusBody> of(Job job) {
    return standings
        .of(job.user(), job.id())
        .exceptionally(
            e -> {
              LOG.warnf(e, "The end of job %s could not be read", job.id());
              return Optional.empty();
            })
        .toCompletableFuture()
        .join()
        .map(now -> body(now, now.type(), null));
  }

  private Uni<Standing> standing(@Nullable String jobId) throws Refusal {
    String id = Required.parameter("jobId", jobId);
    return Uni.createFrom()
        .completionStage(standings.of(user.email(), id))
        .onFailure(TimeoutException.class)
        .transform(e -> new StoreException("The store does not say how a job stands", e))
        .flatMap(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(found.get())
                    : Uni.createFrom().failure(Required::unknownJob));
  }

  private StatusBody body(Standing job, @Nullable String toolType, @Nullable Boolean first) {
    String status = job.phase().status().name().toLowerCase(Locale.ROOT);
    return switch (job.phase().status()) {
      case PENDING, PROCESSING ->
          new StatusBody(
              status,
              Words.of(job),
              job.queuePosition(),
              job.progress(),
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
              // None once the result was deleted.
              job.resultThere() ? links.url(job.resultKey()) : null,
              job.resultKey(),
              job.chargedCredits(),
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
              Words.of(job.cause()),
              job.cause() == null ? "FAILED" : job.cause().code(),
              toolType,
              null);
    };
  }
}
