package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
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
  private final LibraryStore library;
  private final FileLinks links;
  private final ObjectMapper json;

  WebhookLetters(LibraryStore library, FileLinks links, ObjectMapper json) {
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
   * How the job stood then, whatever has become of it since.
   *
   * @param progress 0 to 1
   * @param queuePosition how many were ahead of it at the provider, if it waited there
   * @param credits what is set aside, and once completed what was charged
   * @param result in the word of its end alone, with an address that is signed when it is sent
   */
  public record Data(
      String jobId,
      String jobType,
      String status,
      String phase,
      JobBody.EventBody event,
      double progress,
      @Nullable Integer queuePosition,
      long credits,
      JobBody.@Nullable ResultBody result,
      JobBody.@Nullable ErrorBody error) {}

  @Override
  public byte[] apply(Job job, JobEvent event) {
    Phase phase = event.phase();
    boolean ended = phase.terminal();
    Long charged = job.state().chargedCredits();
    Data data =
        new Data(
            job.id(),
            job.type(),
            text(phase.status()),
            text(phase),
            JobBody.EventBody.of(event),
            event.progress(),
            event.queuePosition(),
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
