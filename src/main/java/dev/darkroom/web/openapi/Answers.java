package dev.darkroom.web.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** All answers of an operation, by what kind of operation it is. */
final class Answers {
  private static final String FILE = "get /api/storage/file";
  private static final String PREVIEW = "get /api/storage/preview";
  private static final String PUT = "put /api/storage/put";

  /** What may meet something that is there already, or not any more. */
  private static final Set<String> CONFLICTING =
      Set.of(
          "post /api/jobs/{id}/retry",
          "post /api/jobs/{id}/deliveries/redeliver",
          "post /api/admin/jobs/{id}/retry",
          "post /api/admin/jobs/{id}/release",
          "post /api/tokens",
          "post /api/admin/credits",
          "post /api/templates",
          "put /api/templates/{slug}",
          "delete /api/storage",
          "delete /api/library");

  private static final String QUOTE = "#/components/schemas/QuoteBody";

  private Answers() {}

  static void complete(String name, String path, Operation operation) {
    APIResponses answers = operation.getResponses();
    succeed(name, operation, answers);
    if (name.equals(PUT)) {
      operation.setSecurity(List.of());
      answers.removeAPIResponse("401");
    }
    for (ErrorAnswer each : errors(name, path, operation)) {
      answers.addAPIResponse(each.status(), each.reference());
    }
  }

  private static void succeed(String name, Operation operation, APIResponses answers) {
    // What answers nothing, whatever the method, answers 204.
    APIResponse created = answers.getAPIResponse("201");
    if (created != null && created.getContent() == null) {
      answers.removeAPIResponse("201");
      answers.addAPIResponse("204", created.description("Done"));
    }
    boolean costs = costs(operation);
    if (costs && answers.getAPIResponse("200") == null) {
      answers.addAPIResponse("200", quote());
    }
    if (costs) {
      orEnded(answers.getAPIResponse("200"));
    }
    boolean prefers = Parameters.takes(operation, "Prefer");
    boolean tagged = Parameters.takes(operation, "If-None-Match");
    for (String status : List.of("200", "201", "202")) {
      APIResponse answer = answers.getAPIResponse(status);
      if (answer == null) {
        continue;
      }
      if (answer.getDescription() == null) {
        answer.setDescription(status.equals("202") ? "Accepted: it ends by itself" : "Made");
      }
      if (prefers) {
        answer.addHeader("Preference-Applied", Headers.preferenceApplied());
      }
      if (costs) {
        answer.addHeader("Idempotency-Replayed", Headers.idempotencyReplayed());
      }
      if ((status.equals("202") && costs) || name.equals("post /api/templates")) {
        answer.addHeader("Location", Headers.location());
      }
      if (tagged) {
        answer.addHeader("ETag", Headers.etag());
      }
    }
    if (tagged) {
      answers.addAPIResponse(
          "304",
          OASFactory.createAPIResponse()
              .description("What you have is still right")
              .addHeader("ETag", Headers.etag()));
    }
    if (Parameters.takes(operation, "Range")) {
      ranges(answers);
    }
    if (name.equals("get /sign-in")) {
      answers.removeAPIResponse("200");
      for (String status : List.of("302", "303")) {
        answers.addAPIResponse(
            status,
            OASFactory.createAPIResponse()
                .description("To the provider of sign-in, or on to the page")
                .addHeader("Location", Headers.location()));
      }
    }
  }

  private static APIResponse quote() {
    Schema body = OASFactory.createSchema().ref(QUOTE);
    return OASFactory.createAPIResponse()
        .description("What it would cost, if only that was asked")
        .content(
            OASFactory.createContent()
                .addMediaType("application/json", OASFactory.createMediaType().schema(body)));
  }

  /** Where only a quote was told of: who prefers to wait is told how the job ended. */
  private static void orEnded(APIResponse answer) {
    for (MediaType type : answer.getContent().getMediaTypes().values()) {
      if (QUOTE.equals(type.getSchema().getRef())) {
        answer.setDescription("How it ended, if that was waited for; or what it would cost");
        type.setSchema(
            OASFactory.createSchema()
                .addAnyOf(OASFactory.createSchema().ref(QUOTE))
                .addAnyOf(OASFactory.createSchema().ref("#/components/schemas/StatusBody")));
      }
    }
  }

  private static void ranges(APIResponses answers) {
    APIResponse whole = answers.getAPIResponse("200");
    whole.setContent(bytes());
    whole.addHeader("Accept-Ranges", Headers.acceptRanges());
    answers.addAPIResponse(
        "206",
        OASFactory.createAPIResponse()
            .description("The range")
            .content(bytes())
            .addHeader("ETag", Headers.etag())
            .addHeader("Accept-Ranges", Headers.acceptRanges())
            .addHeader("Content-Range", Headers.contentRange()));
    answers.addAPIResponse("416", ErrorAnswer.RANGE_OUTSIDE.reference());
  }

  private static Content bytes() {
    Content content = OASFactory.createContent();
    for (String kind : List.of("image/*", "video/*", "application/octet-stream")) {
      content.addMediaType(kind, OASFactory.createMediaType());
    }
    return content;
  }

  private static boolean costs(Operation operation) {
    return Parameters.takes(operation, "Idempotency-Key");
  }

  private static List<ErrorAnswer> errors(String name, String path, Operation operation) {
    boolean open = operation.getSecurity() == null || operation.getSecurity().isEmpty();
    boolean body = operation.getRequestBody() != null;
    boolean costs = costs(operation);
    List<ErrorAnswer> errors =
        new ArrayList<>(
            List.of(
                ErrorAnswer.BAD_REQUEST,
                ErrorAnswer.FORBIDDEN,
                ErrorAnswer.INTERNAL,
                ErrorAnswer.UNAVAILABLE));
    if (!open) {
      errors.addAll(List.of(ErrorAnswer.UNAUTHORIZED, ErrorAnswer.TOO_MANY));
    }
    if (!open && path.startsWith("/api/") && !name.equals(FILE) && !name.equals(PREVIEW)) {
      errors.add(ErrorAnswer.NOT_ACCEPTABLE);
    }
    if (name.equals(PUT)) {
      errors.add(ErrorAnswer.TOO_MANY);
    }
    if (body) {
      errors.add(ErrorAnswer.TOO_LARGE);
    }
    if (name.equals(PREVIEW) || (body && !path.startsWith("/api/webhooks/fal"))) {
      errors.add(ErrorAnswer.UNSUPPORTED_MEDIA);
    }
    if (costs || Parameters.names(operation) || (body && path.startsWith("/api/templates"))) {
      errors.add(ErrorAnswer.NOT_FOUND);
    }
    if (CONFLICTING.contains(name)) {
      errors.add(ErrorAnswer.CONFLICT);
    }
    if (costs) {
      errors.addAll(List.of(ErrorAnswer.PAYMENT_REQUIRED, ErrorAnswer.UNPROCESSABLE));
    }
    if (costs && Parameters.takes(operation, "Prefer")) {
      errors.addAll(
          List.of(ErrorAnswer.CONFLICT, ErrorAnswer.BAD_GATEWAY, ErrorAnswer.GATEWAY_TIMEOUT));
    }
    return errors;
  }
}
