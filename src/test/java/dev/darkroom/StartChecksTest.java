package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.operations.OperationSettings;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      Map.of("darkroom.surreal.url", "", "darkroom.files-dir", "", "darkroom.secret", "");

  @TempDir Path folder;

  /** As the server reads them, but for these; whatever the environment of the test says. */
  private static SmallRyeConfig with(Map<String, String> settings) {
    return ConfigUtils.configBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", ABOVE_ALL + 1))
        .withSources(new PropertiesConfigSource(NONE_OF_THESE, "none", ABOVE_ALL))
        .withMapping(DarkroomSettings.class)
        .withMapping(SurrealSettings.class)
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
    "R2_BUCKET, R2_BUCKET, pictures",
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

  @Test
  void aFileIsNoFolderForFiles() throws IOException {
    filesIn(Files.writeString(folder.resolve("file"), "not a folder"));
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoFolderForFiles() {
    // Root may write into all others.
    Path kernels = Path.of("/proc/self");
    Assumptions.assumeTrue(Files.isDirectory(kernels), "only Linux has such a folder");
    filesIn(kernels);
  }

  private void filesIn(Path files) {
    DarkroomSettings settings =
        with(Map.of("darkroom.files-dir", files.toString()))
            .getConfigMapping(DarkroomSettings.class);
    try (DataFolder data = DataFolder.take(folder.resolve("data"))) {
      refused("DARKROOM_FILES_DIR", () -> new Wiring().blobs(data, settings));
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
  void whoIsAloneNeedsNoSecret() {
    assertEquals("", warning(Map.of()));
  }

  private static String warning(Map<String, String> settings) {
    DarkroomSettings darkroom = with(settings).getConfigMapping(DarkroomSettings.class);
    return StartChecks.warning(darkroom, surreal(settings)).orElse("");
  }
}
