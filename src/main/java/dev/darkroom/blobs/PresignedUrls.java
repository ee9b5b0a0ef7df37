package dev.darkroom.blobs;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Addresses of the bucket itself, which let whoever holds them read or put one object until an
 * instant: AWS Signature Version 4 in the query.
 */
final class PresignedUrls {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern OURS =
      Pattern.compile(
          "/(?<key>[A-Za-z0-9._/-]+)[?].*&X-Amz-Date=(?<date>[0-9TZ]+)&.*"
              + "&X-Amz-Expires=(?<seconds>[0-9]{1,6})&.*");

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final S3Bucket bucket;
  private final String base;
  private final InstantSource clock;

  PresignedUrls(S3Bucket bucket, InstantSource clock) {
    this.bucket = bucket;
    this.base = bucket.endpoint().toString().replaceFirst("/$", "") + "/" + bucket.name();
    this.clock = clock;
  }

  /** The address of an object, good until the instant, in whole seconds. */
  URI sign(BlobKey key, Instant expiresAt) {
    // What has expired already was signed before that.
    Instant date = earlier(clock.instant(), expiresAt.minusSeconds(1));
    return sign(SdkHttpMethod.GET, key, Map.of(), date.truncatedTo(ChronoUnit.SECONDS), expiresAt);
  }

  /** The object behind an address that was signed with our keys and is still good. */
  Optional<BlobKey> read(String url, Instant now) {
    Matcher address = url.startsWith(base) ? OURS.matcher(url.substring(base.length())) : null;
    if (address == null || !address.matches()) {
      return Optional.empty();
    }
    try {
      BlobKey key = BlobKey.of(address.group("key"));
      Instant date = DATE.parse(address.group("date"), Instant::from);
      Instant expiresAt = date.plusSeconds(Long.parseLong(address.group("seconds")));
      String again = sign(SdkHttpMethod.GET, key, Map.of(), date, expiresAt).toString();
      boolean ours = MessageDigest.isEqual(bytes(again), bytes(url));
      return ours && now.isBefore(expiresAt) ? Optional.of(key) : Optional.empty();
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** How to put exactly so many bytes of this type. */
  SignedPut signPut(BlobKey key, String contentType, long size, Instant expiresAt) {
    Instant date = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Map<String, String> bound =
        Map.of("Content-Type", contentType, "Content-Length", Long.toString(size));
    return new SignedPut(
        sign(SdkHttpMethod.PUT, key, bound, date, expiresAt),
        "PUT",
        Map.of("Content-Type", contentType));
  }

  private URI sign(
      SdkHttpMethod method,
      BlobKey key,
      Map<String, String> headers,
      Instant date,
      Instant expiresAt) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(method).uri(URI.create(base + "/" + key.value()));
    headers.forEach(request::putHeader);
    return signer
        .sign(
            asked ->
                asked
                    .identity(
                        AwsCredentialsIdentity.create(
                            bucket.accessKeyId(), bucket.secretAccessKey()))
                    .request(request.build())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, bucket.region())
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(
                        AwsV4FamilyHttpSigner.EXPIRATION_DURATION,
                        Duration.between(date, expiresAt.truncatedTo(ChronoUnit.SECONDS)))
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    // As S3 alone wants it.
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(date, ZoneOffset.UTC)))
        .request()
        .getUri();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
