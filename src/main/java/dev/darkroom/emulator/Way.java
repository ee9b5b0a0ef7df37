package dev.darkroom.emulator;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import java.util.Optional;

/**
 * One way of being cruel; each names the calls it makes sense for.
 *
 * <p>In JSON the way is named by {@code kind}: {@code {"kind":"stall","seconds":30}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Way.Stall.class, name = "stall"),
  @JsonSubTypes.Type(value = Way.CutBeforeAccepting.class, name = "cut-before-accepting"),
  @JsonSubTypes.Type(value = Way.CutAfterAccepting.class, name = "cut-after-accepting"),
  @JsonSubTypes.Type(value = Way.CutMidway.class, name = "cut-midway"),
  @JsonSubTypes.Type(value = Way.Answers.class, name = "answers"),
  @JsonSubTypes.Type(value = Way.HugeBody.class, name = "huge-body"),
  @JsonSubTypes.Type(value = Way.Drip.class, name = "drip"),
  @JsonSubTypes.Type(value = Way.BackInQueue.class, name = "back-in-queue"),
  @JsonSubTypes.Type(value = Way.FailingResult.class, name = "failing-result"),
  @JsonSubTypes.Type(value = Way.NeverEnds.class, name = "never-ends"),
  @JsonSubTypes.Type(HookWay.class)
})
public sealed interface Way
    permits Way.Stall,
        Way.CutBeforeAccepting,
        Way.CutAfterAccepting,
        Way.CutMidway,
        Way.Answers,
        Way.HugeBody,
        Way.Drip,
        Way.BackInQueue,
        Way.Fate,
        HookWay {

  /** Whether this way can be ordered for that call. */
  default boolean fits(Call call) {
    return call != Call.WEBHOOK;
  }

  /** The call is read and never answered; the connection is closed after so many seconds. */
  record Stall(int seconds) implements Way {}

  /** The connection is closed and nothing was done. */
  record CutBeforeAccepting() implements Way {}

  /** The call is carried out durably, then the connection is closed without an answer. */
  record CutAfterAccepting() implements Way {}

  /** The call is carried out; half of the answer is sent, then the connection is closed. */
  record CutMidway() implements Way {}

  /** Nothing is done; this is answered instead. */
  record Answers(int status, String contentType, String body) implements Way {
    public Answers {
      Objects.requireNonNull(contentType, "contentType is missing");
      Objects.requireNonNull(body, "body is missing");
    }
  }

  /**
   * Nothing is done; a body of so many bytes is answered, which begins as a PNG (files) or JSON.
   *
   * @param bytes how many; {@link Long#MAX_VALUE} does not end before the caller hangs up
   * @param declared whether a {@code Content-Length} announces the size
   */
  record HugeBody(long bytes, boolean declared) implements Way {}

  /** The call is carried out; its answer trickles, and is cut off after so many seconds. */
  record Drip(int bytesPerSecond, int maxSeconds) implements Way {}

  /** Status only: says IN_QUEUE at this position, whatever is true. */
  record BackInQueue(int position) implements Way {
    @Override
    public boolean fits(Call call) {
      return call == Call.STATUS;
    }
  }

  /** What will become of a request that is accepted now; kept with it over a restart. */
  sealed interface Fate extends Way {
    @Override
    default boolean fits(Call call) {
      return call == Call.SUBMIT;
    }
  }

  /**
   * The request is accepted and ends COMPLETED, but its result call answers this status and body.
   *
   * @param body the JSON text of the answer, such as a {@code detail} array
   * @param errorType an infrastructure error type such as {@code runner_disconnected}, which is
   *     then told in the status too; absent for a failure of the model
   */
  record FailingResult(int status, String body, Optional<String> errorType) implements Fate {
    public FailingResult {
      Json.parse(body);
    }
  }

  /** The request is accepted, starts, and stays IN_PROGRESS until it is cancelled. */
  record NeverEnds() implements Fate {}

  /** The gateway's own words for a 5xx or 429, as JSON. */
  static Answers json(int status, String detail) {
    return new Answers(status, "application/json", Json.text(Json.object().put("detail", detail)));
  }

  /** What an ingress answers when nothing stands behind it: HTML and no request id. */
  static Answers nginx(int status, String reason) {
    String title = status + " " + reason;
    return new Answers(
        status,
        "text/html",
        "<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
            .formatted(title, title));
  }

  /** fal's 403 when the account has no money left. */
  static Answers exhaustedBalance() {
    return json(
        403,
        "User is locked. Reason: Exhausted balance. Top up your balance at"
            + " fal.ai/dashboard/billing.");
  }

  /** Says that the request id is unknown, though it is not. */
  static Answers notFound() {
    return new Answers(404, "application/json", "{\"status\":\"NOT_FOUND\"}");
  }

  /** Result only: "still in progress", which the real queue may say just after COMPLETED. */
  static Answers stillInProgress() {
    return json(400, "Request is still in progress");
  }

  /** Plain text under the name of a picture. */
  static Answers textInsteadOfImage() {
    return new Answers(200, "image/png", "This is no picture.\n");
  }

  /** A model's own refusal, as a 422 with one documented detail. */
  static FailingResult modelRefusal(String type, String message) {
    var body = Json.object();
    body.putArray("detail")
        .addObject()
        .put("msg", message)
        .put("type", type)
        .put("url", "https://docs.fal.ai/errors#" + type)
        .putArray("loc")
        .add("body");
    return new FailingResult(422, Json.text(body), Optional.empty());
  }

  /** An infrastructure failure, such as {@code 503, runner_disconnected}. */
  static FailingResult infrastructure(int status, String errorType) {
    var body =
        Json.object().put("detail", errorType.replace('_', ' ')).put("error_type", errorType);
    return new FailingResult(status, Json.text(body), Optional.of(errorType));
  }
}
