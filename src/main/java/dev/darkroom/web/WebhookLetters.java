package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Phase;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Writes what a webhook says of an event, in the words of {@code GET /api/jobs/{id}}. */
@Singleton
public class WebhookLetters implements BiFunction<Job, JobEvent, byte[]> {
  private final Jobs jobs;
  private final LibraryStore library;
  private final FileLinks links;
  private final ObjectMapper json;

  WebhookLetters(Jobs jobs, LibraryStore library, FileLinks links, ObjectMapper json) {
    this.jobs = jobs;
    this.library = library;
    this.links = links;
    this.json = json;
  }

  /**
   * The body of a webhook that goes out.
   *
   * @param type {@code job.completed}
   * @param timestamp when it happened
   */
  public record Letter(String type, Instant timestamp, Data data) {}

  /**
   * How the job stood then.
   *
   * @param progress 0 to 1; null if the job has gone on since
   * @param queuePosition how many are ahead; null if none is known, or the job has gone on since
   * @param credits what is set aside, and once completed what was charged
   * @param result in the word of its end alone, with an address that is signed when it is sent
   */
  public record Data(
      String jobId,
      String jobType,
      String status,
      String phase,
      JobBody.EventBody event,
      @Nullable Double progress,
      @Nullable Integer queuePosition,
      long credits,
      JobBody.@Nullable ResultBody result,
      JobBody.@Nullable ErrorBody error) {}

  @Override
  public byte[] apply(Job job, JobEvent event) {
    Phase phase = event.phase();
    boolean still = job.phase() == phase;
    boolean ended = still && phase.terminal();
    Long charged = job.state().chargedCredits();
    Data data =
        new Data(
            job.id(),
            job.type(),
            text(phase.status()),
            text(phase),
            JobBody.EventBody.of(event),
            still ? job.state().progress() : null,
            still ? jobs.queuePosition(job) : null,
            charged == null ? job.heldCredits() : charged,
            ended ? result(job) : null,
            ended ? JobBody.error(job) : null);
    try {
      return json.writeValueAsBytes(new Letter(Listeners.PREFIX + event.kind(), event.at(), data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A letter is always JSON: indicates a bug", e);
    }
  }

  private JobBody.@Nullable ResultBody result(Job job) {
    String key = job.state().resultKey();
    LibraryItem item = key == null ? null : library.find(job.user(), key).orElse(null);
    return JobBody.result(key, item, links);
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
