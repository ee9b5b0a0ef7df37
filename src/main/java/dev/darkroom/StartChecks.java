package dev.darkroom;

import dev.darkroom.blobs.S3Bucket;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.OperationSettings.Handing;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/** Settings that would be dangerous, or would not do what they say, stop the start. */
final class StartChecks {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern ORIGIN =
      Pattern.compile(
          "(http://[a-z0-9.-]+(:(?!80$)[0-9]{1,5})?|https://[a-z0-9.-]+(:(?!443$)[0-9]{1,5})?)");
  private static final int SECRET_CHARS_MIN = 32;

  /** The HTTP server itself takes a little more (quarkus.http.limits.max-body-size). */
  private static final long UPLOAD_BYTES_MAX = 60L << 20;

  private StartChecks() {}

  /** Throws and names the setting. */
  static void run(Config config, DarkroomSettings settings) {
    if (settings.secret().filter(secret -> secret.length() < SECRET_CHARS_MIN).isPresent()) {
      throw new StartException("DARKROOM_SECRET must have 32 characters or more.");
    }
    settings.tracesEndpoint().ifPresent(StartChecks::requireEndpoint);
    requirePositive(config);
    settings
        .corsOrigins()
        .orElse(List.of())
        .forEach(origin -> requireOrigin("DARKROOM_CORS_ORIGINS", origin));
    webhookOrigins(settings);
    switch (settings.auth()) {
      case "local" -> local(config.getValue("quarkus.http.host", String.class), settings);
      case "oidc" -> signIn(config.getValue("quarkus.http.host", String.class), settings);
      default -> throw new StartException("DARKROOM_AUTH must be 'local' or 'oidc'.");
    }
  }

  private static void local(String host, DarkroomSettings settings) {
    if (settings.oidc().issuer().isPresent()) {
      throw new StartException(
          "DARKROOM_OIDC_ISSUER is set, so DARKROOM_AUTH must be 'oidc': without it, nobody signs in"
              + " and everybody is admin.");
    }
    String all = "with DARKROOM_AUTH=local everybody who reaches it is admin.";
    if (!isLoopback(host)) {
      throw new StartException("DARKROOM_HOST is %s, but %s Use 127.0.0.1.".formatted(host, all));
    }
    String name = String.valueOf(settings.publicUrl().getHost());
    if (!isLoopback(name)) {
      throw new StartException("DARKROOM_PUBLIC_URL leads to %s, but %s".formatted(name, all));
    }
  }

  /** What signing in needs, and what it must not do in clear text. */
  private static void signIn(String host, DarkroomSettings settings) {
    if (settings.oidc().issuer().isEmpty() || settings.oidc().clientId().isEmpty()) {
      throw new StartException(
          "DARKROOM_AUTH is oidc, so DARKROOM_OIDC_ISSUER and DARKROOM_OIDC_CLIENT_ID must be set.");
    }
    requireTls("DARKROOM_OIDC_ISSUER", settings.oidc().issuer().get());
    requireTls("DARKROOM_PUBLIC_URL", settings.publicUrl());
    if (!isLoopback(host) && !"https".equals(settings.publicUrl().getScheme())) {
      throw new StartException(
          "DARKROOM_PUBLIC_URL must be https://, because DARKROOM_HOST is %s: others reach this"
                  .formatted(host)
              + " server, and sessions must not go there in clear text.");
    }
  }

  private static void requireTls(String name, URI url) {
    boolean clear = "http".equals(url.getScheme()) && isLoopback(String.valueOf(url.getHost()));
    boolean tls = "https".equals(url.getScheme()) && url.getHost() != null;
    if (!(tls || clear) || url.getUserInfo() != null) {
      throw new StartException(
          "%s must be https:// and a host, without a user: tokens go there.".formatted(name));
    }
  }

  /** Whom webhooks may call although they are not public. */
  static Set<URI> webhookOrigins(DarkroomSettings settings) {
    List<String> origins = settings.webhookOrigins().orElse(List.of());
    origins.forEach(origin -> requireOrigin("DARKROOM_WEBHOOK_ORIGINS", origin));
    return origins.stream().map(URI::create).collect(Collectors.toUnmodifiableSet());
  }

  private static void requireEndpoint(URI endpoint) {
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
      throw new StartException(
          "DARKROOM_TRACES_ENDPOINT must be http:// or https:// and a host, without a user.");
    }
  }

  private static void requireOrigin(String name, String origin) {
    if (!ORIGIN.matcher(origin).matches()) {
      throw new StartException(
          "%s must name origins as browsers do, https://app.example, and no '%s'."
              .formatted(name, origin));
    }
  }

  /** Zero or less of these would accept jobs and never work on them, or spin. */
  private static void requirePositive(Config config) {
    for (String property :
        List.of(
            "darkroom.jobs.lease",
            "darkroom.jobs.start-within",
            "darkroom.jobs.image-within",
            "darkroom.jobs.poll-first",
            "darkroom.jobs.retry-first",
            "darkroom.jobs.keep",
            "darkroom.operations.upload-megabyte-within")) {
      if (!config.getValue(property, Duration.class).isPositive()) {
        throw new StartException(property + " must be positive.");
      }
    }
    for (String property :
        List.of(
            "darkroom.requests-per-minute",
            "darkroom.jobs.visits-max",
            "darkroom.jobs.in-flight-max",
            "darkroom.jobs.unfinished-max",
            "darkroom.operations.data-url-bytes-max",
            "darkroom.operations.upload-bytes-max")) {
      if (config.getValue(property, Long.class) <= 0) {
        throw new StartException(property + " must be positive.");
      }
    }
    if (config
            .getValue("darkroom.jobs.keep", Duration.class)
            .compareTo(config.getValue("darkroom.jobs.idempotency-age", Duration.class))
        < 0) {
      throw new StartException(
          "darkroom.jobs.keep must not be shorter than darkroom.jobs.idempotency-age: a request that"
              + " is repeated would be a second job, and be paid again.");
    }
    if (config.getValue("darkroom.operations.upload-bytes-max", Long.class) > UPLOAD_BYTES_MAX) {
      throw new StartException("darkroom.operations.upload-bytes-max may be at most 60 MB.");
    }
  }

  /**
   * What is said of settings that are fit for one server alone.
   *
   * @return a line that names the setting; empty if there is nothing to say
   */
  static Optional<String> warning(
      DarkroomSettings settings, SurrealSettings surreal, S3Settings s3) {
    boolean shares = surreal.url().isPresent() || settings.filesDir().isPresent();
    // A bucket's addresses are signed by its own keys.
    boolean signs = s3.bucket().isEmpty() || settings.auth().equals("oidc");
    return shares && signs && settings.secret().isEmpty()
        ? Optional.of(
            "DARKROOM_SECRET is not set: if other servers share SURREAL_URL or DARKROOM_FILES_DIR,"
                + " they do not take the addresses of files and the sessions that this one signs.")
        : Optional.empty();
  }

  /** Names what is missing, and keeps the password out of addresses, which are logged. */
  static void surreal(SurrealSettings settings) {
    URI url = settings.url().orElseThrow();
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getUserInfo() != null) {
      throw new StartException(
          "SURREAL_URL must be http:// or https:// and a host, without a user.");
    }
    if (settings.username().isEmpty() || settings.password().isEmpty()) {
      throw new StartException(
          "SURREAL_URL is set, so SURREAL_USERNAME and SURREAL_PASSWORD must be too.");
    }
  }

  /** The bucket that is meant; names what is missing, and keeps keys out of addresses. */
  static S3Bucket bucket(S3Settings settings, DarkroomSettings others) {
    String name = settings.bucket().orElseThrow();
    if (!BUCKET.matcher(name).matches()) {
      throw new StartException("R2_BUCKET is no name of a bucket: letters, digits, '-' and '.'.");
    }
    if (others.filesDir().isPresent()) {
      throw new StartException(
          "R2_BUCKET and DARKROOM_FILES_DIR are both set, but files lie in one of them.");
    }
    if (settings.accessKeyId().isEmpty() || settings.secretAccessKey().isEmpty()) {
      throw new StartException(
          "R2_BUCKET is set, so R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY must be too.");
    }
    if (!settings.callWithin().isPositive()) {
      throw new StartException("darkroom.r2.call-within must be positive.");
    }
    return new S3Bucket(
        endpoint(settings),
        settings.region(),
        name,
        settings.accessKeyId().get(),
        settings.secretAccessKey().get(),
        settings.callWithin());
  }

  /** A provider far away cannot fetch from this machine: each job would fail. */
  static void links(OperationSettings operations, DarkroomSettings settings, URI files) {
    boolean farAway =
        settings.fal().key().isPresent() && !isLoopback(settings.fal().queueUrl().getHost());
    if (operations.inputs() == Handing.LINK && farAway && isLoopback(files.getHost())) {
      throw new StartException(
          "DARKROOM_OPERATIONS_INPUTS is link, but the provider cannot read from %s."
              .formatted(files));
    }
  }

  /** Written small, as browsers write hosts: the signature of an address holds its host. */
  private static URI endpoint(S3Settings settings) {
    if (settings.endpoint().isEmpty()) {
      String account = settings.accountId().orElse("");
      if (!ACCOUNT.matcher(account).matches()) {
        throw new StartException(
            "R2_BUCKET is set, so R2_ENDPOINT or R2_ACCOUNT_ID must say where it is.");
      }
      return URI.create(
          "https://%s.r2.cloudflarestorage.com".formatted(account.toLowerCase(Locale.ROOT)));
    }
    URI url = URI.create(settings.endpoint().get().toString().toLowerCase(Locale.ROOT));
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getUserInfo() != null) {
      throw new StartException(
          "R2_ENDPOINT must be http:// or https:// and a host, without a user.");
    }
    if (!url.getRawPath().matches("/?") || url.getRawQuery() != null) {
      throw new StartException(
          "R2_ENDPOINT must end with the host; the bucket's name belongs into R2_BUCKET.");
    }
    return url;
  }

  /** By what it says, not by what a name server says of it today. */
  static boolean isLoopback(String host) {
    try {
      return host.equalsIgnoreCase("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The server must not start like this; the message is for the operator. */
  static final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartException(String message) {
      super(message);
    }
  }
}
