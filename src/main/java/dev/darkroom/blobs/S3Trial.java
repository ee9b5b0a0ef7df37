package dev.darkroom.blobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Response;

/**
 * Tries all that a bucket will be asked to do, so that keys which may do less stop the start and
 * not each job.
 */
final class S3Trial {
  private static final BlobKey PROBES = BlobKey.of("darkroom-probe");

  private static final AwsRequestOverrideConfiguration BRIEF =
      AwsRequestOverrideConfiguration.builder().apiCallTimeout(Duration.ofSeconds(20)).build();

  /** Calls are put right by the SDK, but nobody puts right the times in signed addresses. */
  private static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofMinutes(5);

  private final S3Bucket bucket;
  private final S3Client client;
  private final String probe = PROBES.child(UUID.randomUUID().toString()).value();

  S3Trial(S3Bucket bucket, S3Client client) {
    this.bucket = bucket;
    this.client = client;
  }

  /**
   * Lists, and writes, reads and deletes a small object. If that is left behind it does no harm: no
   * one looks for anything beside it.
   *
   * @throws IOException with words for the operator
   */
  void run(InstantSource clock) throws IOException {
    // The list is first, since its answer says what is wrong: that to a HEAD has no words.
    requireSameTime(attempt("list", this::list), clock);
    attempt("write", this::write);
    attempt("read", this::read);
    attempt("delete", this::delete);
  }

  private <T> T attempt(String what, Supplier<T> call) throws IOException {
    try {
      return S3Failure.in(bucket, call);
    } catch (S3Failure e) {
      throw new IOException("Cannot %s objects: %s".formatted(what, e.getMessage()), e);
    }
  }

  private S3Response list() {
    return client.listObjectsV2(
        list -> list.bucket(bucket.name()).maxKeys(1).overrideConfiguration(BRIEF));
  }

  /** As a blob is put: a bucket may insist on a digest. */
  private S3Response write() {
    byte[] bytes = "Tried whether Darkroom may write.\n".getBytes(StandardCharsets.UTF_8);
    PutObjectRequest put =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(probe)
            .contentMD5(S3Content.md5(bytes))
            .overrideConfiguration(BRIEF)
            .build();
    return client.putObject(put, RequestBody.fromBytes(bytes));
  }

  private S3Response read() {
    return client.headObject(
        head -> head.bucket(bucket.name()).key(probe).overrideConfiguration(BRIEF));
  }

  private S3Response delete() {
    return client.deleteObject(
        delete -> delete.bucket(bucket.name()).key(probe).overrideConfiguration(BRIEF));
  }

  private void requireSameTime(S3Response answer, InstantSource clock) throws IOException {
    Optional<Instant> there =
        answer
            .sdkHttpResponse()
            .firstMatchingHeader("Date")
            .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    if (there.isEmpty()) {
      return;
    }
    Duration difference = Duration.between(there.get(), clock.instant()).abs();
    if (difference.compareTo(CLOCK_DIFFERENCE_MAX) > 0) {
      throw new IOException(
          "%s: the clock of this machine differs by %d minutes from the bucket's. Set it right."
              .formatted(bucket, difference.toMinutes()));
    }
  }
}
