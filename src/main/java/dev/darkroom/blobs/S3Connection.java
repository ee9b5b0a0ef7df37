package dev.darkroom.blobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Makes the one client of a bucket, and tries whether the bucket can be used. */
final class S3Connection {
  static final int CONNECTIONS_MAX = 64;
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** Without a byte; then the call is tried again. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

  private static final Duration CHECK_WITHIN = Duration.ofSeconds(20);

  /** Calls are put right by the SDK, but nobody puts right the times in signed addresses. */
  private static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofMinutes(5);

  private S3Connection() {}

  static S3Client open(S3Bucket bucket) {
    return S3Client.builder()
        .endpointOverride(bucket.endpoint())
        .region(Region.of(bucket.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(bucket.accessKeyId(), bucket.secretAccessKey())))
        .forcePathStyle(true)
        .disableS3ExpressSessionAuth(true)
        // R2 knows neither bodies in signed chunks nor checksums that follow a body.
        .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                .apiCallTimeout(bucket.callWithin())
                // Nothing is taken from files of the user who happens to start this.
                .defaultProfileFile(ProfileFile.aggregator().build())
                .build())
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS_MAX)
                .connectionAcquisitionTimeout(SILENCE_MAX)
                .connectionTimeout(CONNECT_WITHIN)
                .socketTimeout(SILENCE_MAX))
        .build();
  }

  /** Lists one key, since the answer to a HEAD does not say what is wrong. */
  static void check(S3Bucket bucket, S3Client client, InstantSource clock) throws IOException {
    ListObjectsV2Request list =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .maxKeys(1)
            .overrideConfiguration(call -> call.apiCallTimeout(CHECK_WITHIN))
            .build();
    ListObjectsV2Response answer = S3Failure.in(bucket, () -> client.listObjectsV2(list));
    Optional<Instant> there =
        answer
            .sdkHttpResponse()
            .firstMatchingHeader("Date")
            .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    if (there.isPresent()) {
      Duration difference = Duration.between(there.get(), clock.instant()).abs();
      if (difference.compareTo(CLOCK_DIFFERENCE_MAX) > 0) {
        throw new IOException(
            "%s: the clock of this machine differs by %d minutes from the bucket's. Set it right."
                .formatted(bucket, difference.toMinutes()));
      }
    }
  }
}
