package dev.darkroom.blobs;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the one client of a bucket. Whatever the SDK would take from files, properties or variables
 * of whoever happens to start this is said here instead.
 */
final class S3Connection {
  static final int CONNECTIONS_MAX = 64;
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** Without a byte; then the call is tried again. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(20);

  private S3Connection() {}

  static S3Client open(S3Bucket bucket) {
    return S3Client.builder()
        .endpointOverride(bucket.endpoint())
        .region(Region.of(bucket.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(bucket.accessKeyId(), bucket.secretAccessKey())))
        .defaultsMode(DefaultsMode.LEGACY)
        .dualstackEnabled(false)
        .fipsEnabled(false)
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
                .defaultProfileFile(ProfileFile.aggregator().build())
                .build())
        .httpClientBuilder(
            Apache5HttpClient.builder()
                .proxyConfiguration(
                    ProxyConfiguration.builder()
                        .useEnvironmentVariableValues(false)
                        .useSystemPropertyValues(false)
                        .build())
                .maxConnections(CONNECTIONS_MAX)
                .connectionAcquisitionTimeout(SILENCE_MAX)
                .connectionTimeout(CONNECT_WITHIN)
                .socketTimeout(SILENCE_MAX))
        .build();
  }
}
