package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.blobs.S3Bucket;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.operations.OperationSettings;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings with which no server starts, and what is said of them. */
class StartChecksTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int ABOVE_ALL = 1000;
  private static final Map<String, String> NONE_OF_THESE =
      Map.of(
          "darkroom.auth", "local",
          "darkroom.oidc.issuer", "",
          "darkroom.oidc.client-id", "",
          "darkroom.public-url", "http://localhost:8080",
          "darkroom.cors-origins", "",
          "darkroom.webhook-origins", "",
          "darkroom.surreal.url", "",
          "darkroom.r2.bucket", "",
          "darkroom.files-dir", "",
          "darkroom.secret", "");

  @TempDir Path folder;

  /** As the server reads them, but for these; whatever the environment of the test says. */
  private static SmallRyeConfig with(Map<String, String> settings) {
    return ConfigUtils.configBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", ABOVE_ALL + 1))
        .withSources(new PropertiesConfigSource(NONE_OF_THESE, "none", ABOVE_ALL))
        .withMapping(DarkroomSettings.class)
        .withMapping(SurrealSettings.class)
        .withMapping(S3Settings.class)
        .withMapping(JobSettings.class)
        .withMapping(OperationSettings.class)
        // Those of other rooms begin with the same word.
        .withValidateUnknown(false)
        .build();
  }

  private static void check(Map<String, String> settings) {
    SmallRyeConfig config = with(settings);
    StartChecks.run(config, config.getConfigMapping(DarkroomSettings.class));
  }

  private static void refused(String setting, Executable start) {
    String said = String.valueOf(assertThrows(StartException.class, start).getMessage());
    assertTrue(said.startsWith(setting), said);
  }

  @Test
  void whatIsDocumentedAsUsualStarts() {
    assertDoesNotThrow(() -> check(Map.of()));
    assertDoesNotThrow(() -> check(Map.of("darkroom.secret", SECRET)));
  }

  @ParameterizedTest
  @CsvSource({
    "DARKROOM_SECRET, darkroom.secret, 0123456789abcdef0123456789abcde",
    "DARKROOM_AUTH, darkroom.auth, none",
    "DARKROOM_HOST, quarkus.http.host, 0.0.0.0",
    "DARKROOM_PUBLIC_URL, darkroom.public-url, https://photos.example",
    "DARKROOM_OIDC_ISSUER, darkroom.oidc.issuer, https://login.example",
    "DARKROOM_WEBHOOK_ORIGINS, darkroom.webhook-origins, localhost:3000",
    "DARKROOM_WEBHOOK_ORIGINS, darkroom.webhook-origins, http://localhost:3000/hook",
    "DARKROOM_CORS_ORIGINS, darkroom.cors-origins, *",
    "DARKROOM_CORS_ORIGINS, darkroom.cors-origins, https://app.example/",
    "DARKROOM_CORS_ORIGINS, darkroom.cors-origins, 'https://app.example,null'",
    "DARKROOM_CORS_ORIGINS, darkroom.cors-origins, https://app.example:443",
    "DARKROOM_CORS_ORIGINS, darkroom.cors-origins, http://app.example:80",
    "DARKROOM_TRACES_ENDPOINT, darkroom.traces-endpoint, collector:4318",
    "DARKROOM_TRACES_ENDPOINT, darkroom.traces-endpoint, https://me:secret@collector:4318",
    "darkroom.requests-per-minute, darkroom.requests-per-minute, 0",
    "darkroom.jobs.lease, darkroom.jobs.lease, 0s",
    "darkroom.jobs.start-within, darkroom.jobs.start-within, -1s",
    "darkroom.jobs.image-within, darkroom.jobs.image-within, 0s",
    "darkroom.jobs.poll-first, darkroom.jobs.poll-first, 0s",
    "darkroom.jobs.retry-first, darkroom.jobs.retry-first, 0s",
    "darkroom.jobs.visits-max, darkroom.jobs.visits-max, 0",
    "darkroom.jobs.in-flight-max, darkroom.jobs.in-flight-max, 0",
    "darkroom.jobs.unfinished-max, darkroom.jobs.unfinished-max, -1",
    "darkroom.operations.upload-bytes-max, darkroom.operations.upload-bytes-max, 0",
    "darkroom.operations.upload-bytes-max, darkroom.operations.upload-bytes-max, 62914561",
  })
  void aDangerousSettingIsNamed(String setting, String property, String value) {
    refused(setting, () -> check(Map.of(property, value)));
  }

  private static Map<String, String> signIn(Map<String, String> others) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "darkroom.auth", "oidc",
                "darkroom.oidc.issuer", "https://login.example/realms/photos",
                "darkroom.oidc.client-id", "darkroom",
                "darkroom.public-url", "https://photos.example",
                "quarkus.http.host", "0.0.0.0"));
    all.putAll(others);
    return all;
  }

  @Test
  void signingInBehindTlsStarts() {
    assertDoesNotThrow(() -> check(signIn(Map.of())));
    assertDoesNotThrow(
        () ->
            check(
                signIn(
                    Map.of(
                        "darkroom.public-url",
                        "http://localhost:8080",
                        "quarkus.http.host",
                        "127.0.0.1"))));
  }

  @ParameterizedTest
  @CsvSource({
    "DARKROOM_AUTH, darkroom.oidc.issuer, ''",
    "DARKROOM_AUTH, darkroom.oidc.client-id, ''",
    "DARKROOM_OIDC_ISSUER, darkroom.oidc.issuer, http://login.example",
    "DARKROOM_OIDC_ISSUER, darkroom.oidc.issuer, https://me:secret@login.example",
    "DARKROOM_OIDC_ISSUER, darkroom.oidc.issuer, https:/nowhere",
    "DARKROOM_PUBLIC_URL, darkroom.public-url, http://photos.example",
    "DARKROOM_PUBLIC_URL, darkroom.public-url, http://localhost:8080",
  })
  void signingInWithoutWhatItNeedsOrInClearTextIsRefused(
      String setting, String property, String value) {
    refused(setting, () -> check(signIn(Map.of(property, value))));
  }

  @Test
  void jobsMustBeKeptAsLongAsTheirKeysCount() {
    check(Map.of("darkroom.jobs.keep", "24h"));
    refused(
        "darkroom.jobs.keep must not be shorter than darkroom.jobs.idempotency-age",
        () -> check(Map.of("darkroom.jobs.keep", "1439m")));
    refused("darkroom.jobs.keep must be positive", () -> check(Map.of("darkroom.jobs.keep", "0s")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws://localhost:8000", "http:/nowhere", "http://root:root@localhost"})
  void anAddressOfSurrealDbThatCannotBeMeantIsRefused(String url) {
    refused("SURREAL_URL must be", () -> StartChecks.surreal(surreal(url, "me", "secret")));
  }

  @ParameterizedTest
  @CsvSource({"me, ''", "'', secret"})
  void surrealDbWithoutAUserOrAPasswordIsRefused(String username, String password) {
    refused(
        "SURREAL_URL is set",
        () -> StartChecks.surreal(surreal("http://localhost:8000", username, password)));
  }

  private static SurrealSettings surreal(String url, String username, String password) {
    return surreal(
        Map.of(
            "darkroom.surreal.url", url,
            "darkroom.surreal.username", username,
            "darkroom.surreal.password", password));
  }

  private static SurrealSettings surreal(Map<String, String> settings) {
    return with(settings).getConfigMapping(SurrealSettings.class);
  }

  @ParameterizedTest
  @CsvSource({
    "R2_BUCKET is no name, darkroom.r2.bucket, My_Bucket",
    "R2_BUCKET is no name, darkroom.r2.bucket, ../up",
    "R2_BUCKET and DARKROOM_FILES_DIR, darkroom.files-dir, /srv/files",
    "'R2_BUCKET is set, so R2_ACCESS', darkroom.r2.access-key-id, ''",
    "'R2_BUCKET is set, so R2_ACCESS', darkroom.r2.secret-access-key, ''",
    "'R2_BUCKET is set, so R2_ENDPOINT', darkroom.r2.account-id, ''",
    "'R2_BUCKET is set, so R2_ENDPOINT', darkroom.r2.account-id, a.b/c",
    "R2_ENDPOINT must be, darkroom.r2.endpoint, ftp://localhost",
    "R2_ENDPOINT must be, darkroom.r2.endpoint, https://a:b@localhost",
    "R2_ENDPOINT must end, darkroom.r2.endpoint, https://localhost/bucket",
    "darkroom.r2.call-within, darkroom.r2.call-within, 0s",
  })
  void aBucketThatCannotBeMeantIsRefused(String said, String property, String value) {
    refused(said, () -> bucket(Map.of(property, value)));
  }

  @Test
  void theAccountSaysWhereR2Is() {
    assertEquals("https://abc.r2.cloudflarestorage.com", bucket(Map.of()).endpoint().toString());
    assertFalse(bucket(Map.of()).toString().contains("secret"));
  }

  /** Browsers write hosts small, and the signature of an address holds its host. */
  @Test
  void aHostIsWrittenSmall() {
    assertEquals(
        "https://abc.r2.cloudflarestorage.com",
        bucket(Map.of("darkroom.r2.account-id", "ABC")).endpoint().toString());
    assertEquals(
        "https://s3.test:9000/",
        bucket(Map.of("darkroom.r2.endpoint", "HTTPS://S3.Test:9000/")).endpoint().toString());
  }

  private static S3Bucket bucket(Map<String, String> wrong) {
    Map<String, String> settings = new HashMap<>();
    settings.put("darkroom.r2.bucket", "pictures");
    settings.put("darkroom.r2.account-id", "abc");
    settings.put("darkroom.r2.access-key-id", "id");
    settings.put("darkroom.r2.secret-access-key", "secret");
    settings.putAll(wrong);
    SmallRyeConfig config = with(settings);
    return StartChecks.bucket(
        config.getConfigMapping(S3Settings.class), config.getConfigMapping(DarkroomSettings.class));
  }

  @Test
  void aFileIsNoFolderForFiles() throws IOException {
    filesIn(Files.writeString(folder.resolve("file"), "not a folder"));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoFolderForFiles() {
    // Root may write into all others. Only Linux has this one; CI is Linux, so there it always
    // runs.
    Path kernels = Path.of("/proc/self");
    Assumptions.assumeTrue(Files.isDirectory(kernels), "only Linux has such a folder");
    filesIn(kernels);
  }

  private void filesIn(Path files) {
    SmallRyeConfig config = with(Map.of("darkroom.files-dir", files.toString()));
    S3Settings s3 = config.getConfigMapping(S3Settings.class);
    DarkroomSettings settings = config.getConfigMapping(DarkroomSettings.class);
    try (DataFolder data = DataFolder.take(folder.resolve("data"))) {
      refused(
          "DARKROOM_FILES_DIR",
          () ->
              new FileStorage()
                  .blobs(
                      s3, settings, data, ServerSecret.of(settings, data), InstantSource.system()));
    }
  }

  @ParameterizedTest
  @CsvSource({"darkroom.surreal.url, http://localhost:8000", "darkroom.files-dir, /srv/files"})
  void whoMayBeOneOfSeveralIsToldOfAMissingSecret(String property, String value) {
    String said = warning(Map.of(property, value));
    assertTrue(said.startsWith("DARKROOM_SECRET "), said);
    assertFalse(said.contains("\n"), said);
    assertEquals("", warning(Map.of(property, value, "darkroom.secret", SECRET)));
  }

  @Test
  void whoIsAloneNeedsNoSecretAndABucketHasItsOwn() {
    assertEquals("", warning(Map.of()));
    assertEquals(
        "",
        warning(
            Map.of("darkroom.surreal.url", "http://localhost:8000", "darkroom.r2.bucket", "mine")));
  }

  private static String warning(Map<String, String> settings) {
    DarkroomSettings darkroom = with(settings).getConfigMapping(DarkroomSettings.class);
    S3Settings s3 = with(settings).getConfigMapping(S3Settings.class);
    return StartChecks.warning(darkroom, surreal(settings), s3).orElse("");
  }
}
