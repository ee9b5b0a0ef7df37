package dev.darkroom.web.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Every way in which a request fails, with every code that it may bear: one that is answered and
 * does not stand here fails the test that saw it.
 */
enum ErrorAnswer {
  BAD_REQUEST(
      400,
      "Something in the request is wrong; field names it.",
      "quote must be true or false.",
      """
      BAD_VALUE BAD_INPUT BAD_JSON BAD_FORM BAD_REQUEST BODY_REQUIRED BODY_CUT PARAMETER_REQUIRED \
      FILE_REQUIRED BAD_LIMIT BAD_CURSOR QUOTE_NOT_OFFERED BAD_IDEMPOTENCY_KEY BAD_KEY BAD_URL \
      BAD_DATA_URL BAD_PATH BAD_LENGTH URL_UNREADABLE SOURCE_REQUIRED IMAGES_REQUIRED \
      TOO_MANY_IMAGES START_IMAGE_REQUIRED PROMPT_REQUIRED PROMPT_TOO_LONG TEMPLATE_REQUIRED \
      NO_PICTURES VARIABLE_REQUIRED VARIABLE_UNKNOWN BAD_VARIABLE TOKEN_UNKNOWN BAD_NAME BAD_SLUG \
      BAD_DESCRIPTION BAD_PROMPT BAD_FACTOR BAD_BOX BOX_REQUIRED BOX_OUTSIDE BOX_TOO_LARGE \
      MASK_SIZE BAD_DURATION BAD_RESOLUTION BAD_ASPECT_RATIO MODEL_UNKNOWN MODEL_RETIRED \
      PROVIDER_UNKNOWN PICTURE_BROKEN PICTURE_TOO_SMALL PICTURE_TOO_LARGE VIDEO_BROKEN \
      VIDEO_TOO_LARGE VIDEO_TOO_LONG SEVERAL_VIDEOS UPSCALE_AT_MAX ALREADY_UPSCALED \
      ALREADY_INTERPOLATED UPSCALE_REQUIRED"""),
  UNAUTHORIZED(
      401,
      "Nobody has signed in, or the token is not valid.",
      "Sign in first, or send a token.",
      "SIGN_IN_REQUIRED BAD_TOKEN"),
  PAYMENT_REQUIRED(
      402,
      "The credits do not cover it; requiredCredits and currentCredits say by how much.",
      "This costs 20 credits and you have 5 available.",
      "INSUFFICIENT_CREDITS"),
  FORBIDDEN(
      403,
      "Not yours to do, or not from there.",
      "You may not do this.",
      "NOT_ALLOWED EMAIL_NOT_VERIFIED BAD_SIGNATURE HOST_NOT_ALLOWED ORIGIN_NOT_ALLOWED"),
  NOT_FOUND(
      404,
      "Not there, or another's.",
      "There is no such job among yours.",
      "JOB_NOT_FOUND USER_NOT_FOUND FILE_NOT_FOUND TEMPLATE_NOT_FOUND TOKEN_NOT_FOUND SOURCE_GONE NOT_FOUND"),
  NOT_ACCEPTABLE(
      406,
      "This address answers in another form than Accept says.",
      "This address answers in another form.",
      "NOT_ACCEPTABLE"),
  CONFLICT(
      409,
      "It does not fit what is there by now.",
      "Only a job that failed or was cancelled is retried.",
      """
      NOT_FAILED NOT_COVERED SLUG_TAKEN TEMPLATE_CHANGED TOO_MANY_TOKENS PART_OF_A_RESULT \
      SOURCE_CHANGED CANCELLED JOB_ENDED NO_WEBHOOK NOTHING_TO_REDELIVER"""),
  TOO_LARGE(
      413,
      """
      More bytes than allowed. STORAGE_FULL says used, limit and remaining, in bytes. A body that \
      does not say how long it is, and comes on and on, is cut off without words.""",
      "The body may have at most 1024 KB.",
      "TOO_LARGE FILE_TOO_LARGE STORAGE_FULL"),
  UNSUPPORTED_MEDIA(
      415,
      "Not of a kind that can be worked on.",
      "This address does not take that kind of body.",
      "UNSUPPORTED_MEDIA UNSUPPORTED_FILE NOT_A_PICTURE NOT_A_VIDEO SOURCE_CHANGED NO_PREVIEW"),
  RANGE_OUTSIDE(
      416,
      "The range lies outside of the file.",
      "This part lies outside of the file.",
      "RANGE_OUTSIDE"),
  UNPROCESSABLE(
      422,
      "The Idempotency-Key stands for another request, or what was sent was declined.",
      "This Idempotency-Key was used for another request.",
      "IDEMPOTENCY_KEY_REUSED REFUSED PICTURE_BROKEN"),
  TOO_MANY(
      429,
      "Too many at once; again after Retry-After seconds.",
      "You have 20 unfinished jobs; wait until one has ended.",
      "TOO_MANY_UNFINISHED TOO_MANY_REQUESTS TOO_MANY_UPLOADS TOO_MANY_SECRETS"),
  INTERNAL(
      500, "A bug, or something broken below us.", "Something went wrong on our side.", "INTERNAL"),
  BAD_GATEWAY(
      502,
      "The job that was waited for has failed; nothing was charged.",
      "The file could not be processed. Please try again.",
      """
      PROCESSING_FAILED PROVIDER_UNAVAILABLE RESULT_NOT_FETCHED RESULT_NOT_STORED \
      RESULT_UNREADABLE RESULT_LOST SUBMIT_UNKNOWN STORAGE_TROUBLE NO_SUBJECT POISONED INTERNAL \
      FAILED"""),
  UNAVAILABLE(
      503,
      "Nothing happened; again after Retry-After seconds.",
      "The server cannot store this right now. Try again soon.",
      "TRY_AGAIN STORAGE_TROUBLE SIGN_IN_TROUBLE TOO_MANY_STREAMS INTAKE_PAUSED"),
  GATEWAY_TIMEOUT(
      504,
      "The job that was waited for took longer than allowed; nothing was charged.",
      "This took longer than allowed, so it was stopped. Nothing was charged.",
      "TIMED_OUT");

  static final String MEDIA_TYPE = "application/problem+json";

  private final int status;
  private final String words;
  private final String sentence;
  private final String codes;

  ErrorAnswer(int status, String words, String sentence, String codes) {
    this.status = status;
    this.words = words;
    this.sentence = sentence;
    this.codes = codes;
  }

  String status() {
    return Integer.toString(status);
  }

  /** {@code BadRequest}: how operations refer to it. */
  String title() {
    StringBuilder title = new StringBuilder();
    for (String part : name().split("_", -1)) {
      title.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return title.toString();
  }

  /** A reference to it, for an operation. */
  APIResponse reference() {
    return OASFactory.createAPIResponse().ref("#/components/responses/" + title());
  }

  APIResponse response() {
    Schema problem = OASFactory.createSchema().ref("#/components/schemas/Problem");
    APIResponse response =
        OASFactory.createAPIResponse()
            .description("%s Codes: %s.".formatted(words, codes.replace(" ", ", ")))
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        MEDIA_TYPE,
                        OASFactory.createMediaType().schema(problem).example(example())));
    response.addExtension("x-codes", List.of(codes.split(" ", -1)));
    switch (this) {
      case TOO_MANY, UNAVAILABLE -> response.addHeader("Retry-After", Headers.retryAfter());
      case TOO_LARGE -> response.addExtension("x-words", "unless the body was cut off");
      case UNAUTHORIZED -> response.addHeader("WWW-Authenticate", Headers.wwwAuthenticate());
      case RANGE_OUTSIDE -> response.addHeader("Content-Range", Headers.contentRange());
      case BAD_REQUEST,
          PAYMENT_REQUIRED,
          FORBIDDEN,
          NOT_FOUND,
          NOT_ACCEPTABLE,
          CONFLICT,
          UNSUPPORTED_MEDIA,
          UNPROCESSABLE,
          INTERNAL,
          BAD_GATEWAY,
          GATEWAY_TIMEOUT -> {}
    }
    return response;
  }

  private Map<String, Object> example() {
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("type", "about:blank");
    example.put("title", title().replaceAll("(?<=[a-z])(?=[A-Z])", " "));
    example.put("status", status);
    example.put("detail", sentence);
    example.put("error", sentence);
    example.put("code", codes.split(" ", -1)[0]);
    if (this == BAD_REQUEST) {
      example.put("field", "quote");
    }
    if (this == PAYMENT_REQUIRED) {
      example.put("requiredCredits", 20);
      example.put("currentCredits", 5);
    }
    return example;
  }
}
