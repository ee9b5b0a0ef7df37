package dev.darkroom.blobs;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a bucket that fails is said to have done, in words for the operator that hold no secret. */
final class S3Failure extends IOException {
  private static final long serialVersionUID = 1;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private static final String MUST_ALLOW =
      "Those of R2_ACCESS_KEY_ID must allow to list, read, write and delete.";

  private final int status;
  private final String code;

  private S3Failure(String words, SdkException cause, int status, String code) {
    super(words, cause);
    this.status = status;
    this.code = code;
  }

  /** Calls the bucket; whatever the SDK throws becomes a failure. */
  static <T> T in(S3Bucket bucket, Supplier<T> call) throws S3Failure {
    try {
      return call.get();
    } catch (SdkException e) {
      throw of(bucket, e);
    }
  }

  static S3Failure of(S3Bucket bucket, SdkException e) {
    int status = e instanceof AwsServiceException refused ? refused.statusCode() : 0;
    String code = code(e);
    return new S3Failure("%s: %s".formatted(bucket, words(e, status, code)), e, status, code);
  }

  private static String code(SdkException e) {
    return e instanceof AwsServiceException refused && refused.awsErrorDetails() != null
        ? Objects.requireNonNullElse(refused.awsErrorDetails().errorCode(), "")
        : "";
  }

  /** Whether something is not there: the object, the bucket, or whatever should have answered. */
  boolean notFound() {
    return status == NOT_FOUND;
  }

  /** Whether it is the object that is not there; the answer to a HEAD cannot tell. */
  boolean noSuchKey() {
    return code.equals("NoSuchKey");
  }

  /** Whether the object ends before the range that was asked for begins. */
  boolean outside() {
    return code.equals("InvalidRange");
  }

  private static String words(SdkException e, int status, String code) {
    return switch (code) {
      case "NoSuchBucket" -> "there is no such bucket. See R2_BUCKET.";
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "Unauthorized" ->
          "the keys are not accepted. See R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY.";
      case "AccessDenied" -> "the keys may not do this. " + MUST_ALLOW;
      case "RequestTimeTooSkewed" ->
          "the clock of this machine differs too much from the bucket's. Set it right.";
      case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect" ->
          "the bucket is elsewhere. See R2_REGION and R2_ENDPOINT.";
      default -> status == 0 ? unanswered(e) : answered(status, code);
    };
  }

  private static String answered(int status, String code) {
    String answered = "it answered %d %s".formatted(status, code).strip();
    // So it is with a HEAD, whose answer has no code.
    return status == FORBIDDEN && code.isEmpty()
        ? "%s: the keys may not do this, or are not accepted. %s".formatted(answered, MUST_ALLOW)
        : answered;
  }

  private static String unanswered(SdkException e) {
    return switch (e) {
      case ApiCallTimeoutException _, ApiCallAttemptTimeoutException _ -> "no answer came in time.";
      case SdkClientException _ -> "no answer came: %s".formatted(deepest(e));
      default -> "no answer came: %s".formatted(e.getClass().getSimpleName());
    };
  }

  private static String deepest(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }
}
