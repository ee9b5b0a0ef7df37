package dev.darkroom.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.State;
import dev.darkroom.library.LibraryItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as its owner sees it.
 *
 * @param message the phase in words
 * @param progress 0 to 1, never goes back
 * @param etaSeconds until it is done, by how long others took; of a waiting one from its begin on
 * @param attempts how often the job was handed over
 * @param credits what is set aside, and once completed what was charged
 * @param input what was asked, with {@code sourceUrl} and {@code sourcePreviewUrl} to show the
 *     original
 * @param events the story; only where one job is read
 */
public record JobBody(
    String id,
    @Schema(
            enumeration = {
              "image",
              "video",
              "upscale",
              "draw_to_edit",
              "studio",
              "rembg",
              "video_upscale",
              "video_interpolate"
            })
        String type,
    @Schema(enumeration = {"pending", "processing", "completed", "failed"}) String status,
    @Schema(
            enumeration = {
              "waiting",
              "submitting",
              "queued",
              "running",
              "storing",
              "completed",
              "failed",
              "cancelled"
            })
        String phase,
    String message,
    @Nullable Integer queuePosition,
    double progress,
    @Nullable Long etaSeconds,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    int attempts,
    int lostAnswers,
    long credits,
    JsonNode input,
    @Nullable ResultBody result,
    @Nullable ErrorBody error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<EventBody> events) {

  /** The file that was made; its size is unknown once it was deleted from the library. */
  public record ResultBody(
      String key,
      @Nullable String url,
      @Nullable String previewUrl,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Double seconds,
      @Nullable String contentType,
      @Nullable Long size,
      @Nullable String blurhash) {}

  /** Why it has no result. */
  public record ErrorBody(String code, String message) {}

  /** One line of the log: how the job stood then. Streams and webhooks tell the same. */
  public record EventBody(
      String jobId,
      int seq,
      Instant at,
      @Schema(
              enumeration = {
                "waiting",
                "submitting",
                "queued",
                "running",
                "storing",
                "completed",
                "failed",
                "cancelled"
              })
          String phase,
      @Schema(enumeration = {"pending", "processing", "completed", "failed"}) String status,
      String kind,
      String message,
      double progress,
      @Nullable Integer queuePosition) {

    static EventBody of(JobEvent event) {
      return new EventBody(
          event.jobId(),
          event.seq(),
          event.at(),
          text(event.phase()),
          text(event.phase().status()),
          event.kind(),
          event.message(),
          event.progress(),
          event.queuePosition());
    }
  }

  static JobBody of(
      Job job,
      @Nullable Integer queuePosition,
      @Nullable Duration left,
      @Nullable LibraryItem item,
      FileLinks links,
      @Nullable List<EventBody> events) {
    State state = job.state();
    Long charged = state.chargedCredits();
    return new JobBody(
        job.id(),
        job.type(),
        text(job.phase().status()),
        text(job.phase()),
        Words.of(job),
        queuePosition,
        state.progress(),
        left == null ? null : left.toSeconds(),
        job.createdAt(),
        state.startedAt(),
        state.endedAt(),
        state.counts().submits(),
        state.counts().lostAnswers(),
        charged == null ? job.heldCredits() : charged,
        input(job, links),
        result(state.resultKey(), item, links),
        error(job),
        events);
  }

  /** What was asked, without how the provider is asked, and with an address to look at. */
  private static JsonNode input(Job job, FileLinks links) {
    ObjectNode input = job.input().deepCopy();
    input.remove("calls");
    input.remove("versions");
    JsonNode source = input.path("source");
    return source.isTextual()
        ? input
            .put("sourceUrl", links.url(source.asText()))
            .put("sourcePreviewUrl", links.preview(source.asText()))
        : input;
  }

  static @Nullable ResultBody result(
      @Nullable String key, @Nullable LibraryItem item, FileLinks links) {
    if (key == null) {
      return null;
    }
    return item == null
        ? new ResultBody(key, null, null, null, null, null, null, null, null)
        : new ResultBody(
            key,
            links.url(key),
            links.preview(key),
            item.width(),
            item.height(),
            item.seconds(),
            item.contentType(),
            item.bytes(),
            item.blurhash());
  }

  static @Nullable ErrorBody error(Job job) {
    Cause cause = job.state().cause();
    return job.phase().status() == Phase.Status.FAILED && cause != null
        ? new ErrorBody(cause.code(), cause.words())
        : null;
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
