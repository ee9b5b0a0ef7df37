package dev.darkroom.provider;

import java.net.URI;
import java.time.Duration;

/**
 * Where fal is, the key to it, and how long and how much a call may take.
 *
 * @param key the secret, {@code <id>:<secret>}; trimmed, since a trailing newline is answered by
 *     401
 * @param queueUrl base of the queue, without a trailing slash; {@code https://queue.fal.run}
 * @param restUrl base of the storage service; {@code https://rest.fal.ai}
 * @param connectTimeout bound on one TCP connect
 * @param callTimeout bound on a whole call, from the wait for a connection to the last byte
 * @param uploadTimeout the same for the bytes of an upload
 * @param maxResultBytes largest result that is read
 * @param maxUploadBytes largest file that is uploaded
 * @param partBytes files of more than nine times this are uploaded in parts of this size
 * @param maxConnections open connections, busy and idle together
 */
public record FalSettings(
    String key,
    URI queueUrl,
    URI restUrl,
    Duration connectTimeout,
    Duration callTimeout,
    Duration uploadTimeout,
    int maxResultBytes,
    long maxUploadBytes,
    int partBytes,
    int maxConnections) {

  /**
   * Checks every part.
   *
   * @throws IllegalArgumentException naming the part; the key itself is never quoted
   */
  public FalSettings {
    key = key.trim();
    if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("key must be visible ASCII and not empty");
    }
    queueUrl = base("queueUrl", queueUrl);
    restUrl = base("restUrl", restUrl);
    positive("connectTimeout", connectTimeout.toMillis());
    positive("callTimeout", callTimeout.toMillis());
    positive("uploadTimeout", uploadTimeout.toMillis());
    positive("maxResultBytes", maxResultBytes);
    positive("maxUploadBytes", maxUploadBytes);
    positive("partBytes", partBytes);
    positive("maxConnections", maxConnections);
  }

  /**
   * The usual limits: 5 s to connect, 30 s a call, 5 min an upload (a ninth of that each part), 256
   * KB results (they hold addresses, and go into the store as they are), 64 connections, uploads up
   * to 500 MiB, in parts of 10 MiB above 90 MiB as fal's JavaScript client sends them.
   */
  public static FalSettings of(String key, URI queueUrl, URI restUrl) {
    return new FalSettings(
        key,
        queueUrl,
        restUrl,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        256_000,
        500L << 20,
        10 << 20,
        64);
  }

  /** A copy with another bound on whole calls. */
  public FalSettings withCallTimeout(Duration callTimeout) {
    return new FalSettings(
        key,
        queueUrl,
        restUrl,
        connectTimeout,
        callTimeout,
        uploadTimeout,
        maxResultBytes,
        maxUploadBytes,
        partBytes,
        maxConnections);
  }

  /** A copy with another bound on the size of results. */
  public FalSettings withMaxResultBytes(int maxResultBytes) {
    return new FalSettings(
        key,
        queueUrl,
        restUrl,
        connectTimeout,
        callTimeout,
        uploadTimeout,
        maxResultBytes,
        maxUploadBytes,
        partBytes,
        maxConnections);
  }

  /** A copy with another bound on the size of uploads. */
  public FalSettings withMaxUploadBytes(long maxUploadBytes) {
    return new FalSettings(
        key,
        queueUrl,
        restUrl,
        connectTimeout,
        callTimeout,
        uploadTimeout,
        maxResultBytes,
        maxUploadBytes,
        partBytes,
        maxConnections);
  }

  /** The settings with the key masked, so that they may be logged. */
  @Override
  public String toString() {
    return "FalSettings[key=***, queueUrl=%s, restUrl=%s, callTimeout=%s]"
        .formatted(queueUrl, restUrl, callTimeout);
  }

  private static URI base(String name, URI url) {
    boolean http =
        "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    boolean bare = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
    if (!http || url.getHost() == null || !bare) {
      throw new IllegalArgumentException(
          name + " must be an http(s) address without credentials, query or fragment");
    }
    String text = url.toString();
    return text.endsWith("/") ? URI.create(text.replaceFirst("/+$", "")) : url;
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }
}
