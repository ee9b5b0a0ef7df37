package dev.darkroom.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.provider.Calls.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.jspecify.annotations.Nullable;

/**
 * The client of fal's queue: blocking, bounded, and safe to share between threads. It repeats
 * nothing by itself; whoever calls decides from the {@link ProviderException}.
 */
public final class Fal implements AutoCloseable {
  private static final int MAX_LOG_LINES = 50;
  private static final int MAX_LOG_CHARS = 500;
  private static final int TROUBLE_STATUS = 500;

  private final FalSettings settings;
  private final FalHttp http;
  private final Uploads uploads;
  private final Calls calls;

  /** Opens no connection yet. */
  public Fal(FalSettings settings) {
    this(settings, Calls.unwatched());
  }

  /** As the other; each call is watched. */
  public Fal(FalSettings settings, Calls calls) {
    this(settings, new FalHttp(settings), calls);
  }

  Fal(FalSettings settings, FalHttp http) {
    this(settings, http, Calls.unwatched());
  }

  private Fal(FalSettings settings, FalHttp http, Calls calls) {
    this.calls = calls;
    this.settings = settings;
    this.http = http;
    this.uploads = new Uploads(settings, http);
  }

  /** How its calls went. */
  public Health health() {
    return calls.health();
  }

  /**
   * Submits a request, once. There is no idempotency key: a repeated submit may be a second paid
   * job (fal docs, model-apis/inference/queue).
   *
   * @param model the full model id, as {@code fal-ai/clarity-upscaler}
   * @param input the model's input, bare
   * @param webhook where fal shall tell the end, if anywhere
   * @throws ProviderException of kind NOT_SENT, BUSY or TROUBLE if nothing was accepted and it may
   *     be tried again; UNAUTHORIZED, MODEL_REFUSED or UNREADABLE if it may not; OUTCOME_UNKNOWN if
   *     it may have been accepted
   * @throws IllegalArgumentException if the model id is malformed
   */
  public RequestRef submit(String model, JsonNode input, @Nullable URI webhook)
      throws ProviderException {
    return calls.watch(Call.SUBMIT, () -> submitOnce(model, input, webhook));
  }

  private RequestRef submitOnce(String model, JsonNode input, @Nullable URI webhook)
      throws ProviderException {
    String query =
        webhook == null
            ? ""
            : "?fal_webhook=" + URLEncoder.encode(webhook.toString(), StandardCharsets.UTF_8);
    var post = new HttpPost(URI.create(settings.queueUrl() + AppId.of(model).path() + query));
    var body = new TrackedBody(Answer.bytes(input));
    post.setEntity(body);
    http.authorize(post);
    Answer answer;
    try {
      answer = http.send(post, settings.callTimeout(), Answer.MAX_QUEUE_BYTES);
    } catch (IOException e) {
      throw Failures.submit(e, body.handedOver());
    }
    if (!answer.ok()) {
      throw Failures.submit(answer);
    }
    try {
      return Accepted.reference(answer.objectOrEmpty(), settings.queueUrl(), model);
    } catch (IllegalArgumentException e) {
      throw Failures.unreadableSubmit(answer);
    }
  }

  /**
   * Asks how a request stands.
   *
   * @throws ProviderException NOT_FOUND if the queue does not know it; else retryable
   */
  public Status status(RequestRef ref) throws ProviderException {
    return calls.watch(Call.STATUS, () -> askStatus(ref));
  }

  private Status askStatus(RequestRef ref) throws ProviderException {
    Answer answer = get("status", ref.statusPath() + "?logs=1", Answer.MAX_QUEUE_BYTES);
    if (answer.cut()) {
      // Logs have no limit of their own, and must not hide how the request stands.
      answer = get("status", ref.statusPath() + "?logs=0", Answer.MAX_QUEUE_BYTES);
    }
    if (!answer.ok()) {
      throw Failures.call("status", answer);
    }
    ObjectNode body = answer.objectOrEmpty();
    return switch (body.path("status").asText()) {
      case "IN_QUEUE" -> new Status.InQueue(Math.max(0, body.path("queue_position").asInt()));
      case "IN_PROGRESS" -> new Status.InProgress(logs(body.path("logs")));
      case "COMPLETED" -> new Status.Completed();
      default -> throw Failures.unreadable("status", answer, true);
    };
  }

  /**
   * Fetches the result of a completed request. fal keeps a large one for about six minutes only
   * (fal docs, model-apis/common-parameters).
   *
   * @return the model's own JSON object, at most {@link FalSettings#maxResultBytes} long
   * @throws ProviderException MODEL_REFUSED or MODEL_FAILED if this is how the request ended;
   *     NOT_READY if it has not; NOT_FOUND if the queue has forgotten it; UNREADABLE and not
   *     retryable if it is too large; else retryable
   */
  public JsonNode result(RequestRef ref) throws ProviderException {
    return calls.watch(Call.RESULT, () -> fetchResult(ref));
  }

  private JsonNode fetchResult(RequestRef ref) throws ProviderException {
    Answer answer = get("result", ref.responsePath(), settings.maxResultBytes());
    if (answer.status() != 200) {
      throw Failures.result(answer);
    }
    if (answer.object().isEmpty()) {
      throw Failures.unreadable("result", answer, !answer.cut());
    }
    return answer.objectOrEmpty();
  }

  /**
   * Asks for the keys by which fal signs webhooks, a JSON Web Key Set. They are public, so that the
   * key of this server is not shown.
   */
  JsonNode webhookKeys() throws ProviderException {
    return calls.watch(Call.KEYS, this::askKeys);
  }

  private JsonNode askKeys() throws ProviderException {
    var get = new HttpGet(URI.create(settings.restUrl() + "/.well-known/jwks.json"));
    Answer answer = http.call("jwks", get, settings.callTimeout(), Answer.MAX_QUEUE_BYTES);
    if (answer.status() != 200) {
      throw Failures.call("jwks", answer);
    }
    return answer.objectOrEmpty();
  }

  /**
   * Asks fal to drop a request. A running one may complete all the same, and be billed.
   *
   * @throws ProviderException if it is not known what became of the wish; retryable
   */
  public Cancelled cancel(RequestRef ref) throws ProviderException {
    return calls.watch(Call.CANCEL, () -> askCancel(ref));
  }

  private Cancelled askCancel(RequestRef ref) throws ProviderException {
    var put = new HttpPut(URI.create(settings.queueUrl() + ref.cancelPath()));
    http.authorize(put);
    Answer answer = http.call("cancel", put, settings.callTimeout(), Answer.MAX_QUEUE_BYTES);
    return switch (answer.objectOrEmpty().path("status").asText()) {
      case "OK" -> Cancelled.REMOVED;
      case "CANCELLATION_REQUESTED" -> Cancelled.REQUESTED;
      case "ALREADY_COMPLETED" -> Cancelled.TOO_LATE;
      case "NOT_FOUND" -> Cancelled.UNKNOWN;
      default -> {
        if (!answer.ok()) {
          throw Failures.call("cancel", answer);
        }
        yield Cancelled.REQUESTED;
      }
    };
  }

  /**
   * Puts a file into fal's storage, so that a model may fetch it (fal docs, model-apis/fal-cdn). It
   * may be repeated: an unused file costs nothing.
   *
   * @param file streamed from disk, at most {@link FalSettings#maxUploadBytes} long
   * @param contentType its media type
   * @param fileName the name to show; no folders
   * @return the address for the model's input
   * @throws ProviderException MODEL_REFUSED if the file is too large; UNAUTHORIZED; else retryable
   * @throws UncheckedIOException if the file cannot be read
   */
  public URI upload(Path file, String contentType, String fileName) throws ProviderException {
    return calls.watch(Call.UPLOAD, () -> uploads.upload(file, contentType, fileName));
  }

  /**
   * Whether the queue answers at all. It is asked for nothing and is not shown the key.
   *
   * @param within how long that may take
   */
  public boolean answers(Duration within) {
    try {
      return http.send(new HttpGet(settings.queueUrl()), within, Answer.MAX_QUEUE_BYTES).status()
          < TROUBLE_STATUS;
    } catch (IOException e) {
      return false;
    }
  }

  /** A small file as a {@code data:} address, for inputs of a few kilobytes. */
  public static String dataUri(byte[] bytes, String contentType) {
    return "data:" + contentType + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  /** Closes all connections; calls under way fail. */
  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException("could not close the connections", e);
    }
  }

  private Answer get(String call, String path, int maxBytes) throws ProviderException {
    var get = new HttpGet(URI.create(settings.queueUrl() + path));
    http.authorize(get);
    return http.call(call, get, settings.callTimeout(), maxBytes);
  }

  private static List<LogLine> logs(JsonNode logs) {
    var lines = new ArrayList<LogLine>();
    for (int i = Math.max(0, logs.size() - MAX_LOG_LINES); i < logs.size(); i++) {
      JsonNode line = logs.path(i);
      String message = line.path("message").asText();
      lines.add(
          new LogLine(
              message.substring(0, Math.min(message.length(), MAX_LOG_CHARS)),
              line.path("level").asText("INFO"),
              line.path("timestamp").asText("")));
    }
    return lines;
  }
}
