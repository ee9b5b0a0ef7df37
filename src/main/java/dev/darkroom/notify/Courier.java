package dev.darkroom.notify;

import dev.darkroom.blobs.DownloadException;
import dev.darkroom.blobs.GuardedPosts;
import dev.darkroom.blobs.GuardedPosts.Answer;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.StoreException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells one event to one listener, and writes down what came of it. */
public final class Courier {
  private static final Logger LOG = Logger.getLogger(Courier.class);

  private final NotifyStore store;
  private final JobStore jobs;
  private final Secrets secrets;
  private final BiFunction<Job, JobEvent, byte[]> letters;
  private final GuardedPosts posts;
  private final Pauses pauses;
  private final InstantSource clock;
  private volatile boolean closed;

  /**
   * A courier between these.
   *
   * @param jobs only read: their log is what is told
   * @param letters writes the body of an event, as JSON
   */
  public Courier(
      NotifyStore store,
      JobStore jobs,
      Secrets secrets,
      BiFunction<Job, JobEvent, byte[]> letters,
      GuardedPosts posts,
      Pauses pauses,
      InstantSource clock) {
    this.store = store;
    this.jobs = jobs;
    this.secrets = secrets;
    this.letters = letters;
    this.posts = posts;
    this.pauses = pauses;
    this.clock = clock;
  }

  /**
   * Sends the next event that the claimed hook wants. Whoever dies after that and before the record
   * sends it again, under the same id.
   *
   * @return the outcome of the attempt that was recorded; empty if there is none
   */
  Optional<String> run(Hook hook) {
    Optional<Job> job = jobs.get(hook.jobId());
    Optional<JobEvent> next =
        jobs.events(hook.jobId()).stream()
            .filter(event -> event.seq() > hook.told() && hook.wants(event))
            .findFirst();
    if (job.isEmpty() || next.isEmpty()) {
      // Rows that somebody else has put there: there is nothing to tell.
      store.record(hook.toldOf(hook.wanted(), clock.instant()), null);
      return Optional.empty();
    }
    byte[] letter;
    try {
      letter = letters.apply(job.get(), next.get());
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.errorf(e, "What the webhook of job %s is told could not be written", hook.jobId());
      return record(hook, next.get(), null, "broken", 0);
    }
    return tell(hook, next.get(), letter);
  }

  private Optional<String> tell(Hook hook, JobEvent event, byte[] letter) {
    Instant now = clock.instant();
    String id = "%s-%d".formatted(hook.jobId(), event.seq());
    Map<String, String> headers =
        Map.of(
            "webhook-id",
            id,
            "webhook-timestamp",
            Long.toString(now.getEpochSecond()),
            "webhook-signature",
            secrets.signatures(hook.user(), id, now, letter));
    long startNanos = System.nanoTime();
    Answer answer = null;
    String outcome;
    try {
      answer = posts.post(address(hook), headers, letter);
      outcome = Integer.toString(answer.status());
    } catch (DownloadException e) {
      outcome = word(e.kind());
    }
    if (answer == null && closed) {
      // The stop of this server is no fault of the receiver's.
      return Optional.empty();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    return record(hook, event, answer, outcome, millis);
  }

  private Optional<String> record(
      Hook hook, JobEvent event, @Nullable Answer answer, String outcome, long millis) {
    Attempt attempt =
        new Attempt(clock.instant(), event.seq(), event.kind(), hook.tries() + 1, outcome, millis);
    boolean written = store.record(after(hook, event, answer), attempt);
    return written ? Optional.of(outcome) : Optional.empty();
  }

  /** As it goes over the wire, whatever letters stand in it. */
  private static URI address(Hook hook) {
    return URI.create(URI.create(hook.listener().url()).toASCIIString());
  }

  private Hook after(Hook hook, JobEvent event, @Nullable Answer answer) {
    Instant now = clock.instant();
    int status = answer == null ? 0 : answer.status();
    if (status / 100 == 2) {
      return hook.toldOf(event.seq(), now);
    }
    if (status == 410) {
      return hook.ended(Hook.State.GONE, now);
    }
    if (hook.tries() + 1 >= Pauses.TRIES_MAX) {
      return hook.ended(Hook.State.GIVEN_UP, now);
    }
    return hook.later(pauses.next(hook.tries(), answer == null ? null : answer.retryAfter(), now));
  }

  private static String word(DownloadException.Kind kind) {
    return switch (kind) {
      case REFUSED_ADDRESS -> "refused_address";
      case TOO_SLOW -> "timeout";
      case UNREACHABLE -> "unreachable";
      case BROKEN, TOO_LARGE, WRONG_STATUS, TOO_MANY_REDIRECTS -> "broken";
    };
  }

  /** From now on, what fails to arrive is not held against its receiver. */
  void close() {
    closed = true;
  }
}
