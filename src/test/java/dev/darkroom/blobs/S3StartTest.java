package dev.darkroom.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is tried at a bucket before a server starts on it, and by which settings. */
class S3StartTest {
  @TempDir Path folder;
  private S3Server server;

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void open(S3Bucket bucket) throws IOException {
    S3Blobs.open(bucket, folder.resolve("copies"), Clock.systemUTC()).close();
  }

  @ParameterizedTest
  @CsvSource({"GET, list, 0", "PUT, write, 0", "HEAD, read, 1", "DELETE, delete, 1"})
  void keysThatMayNotDoAllDoNotStart(String method, String what, int left) throws Exception {
    try (FaultyProxy proxy = new FaultyProxy(server.url())) {
      proxy.next(1, method, new Way.Answers(403, "AccessDenied"));
      IOException e = assertThrows(IOException.class, () -> open(server.bucket(proxy.url())));
      String said = String.valueOf(e.getMessage());
      assertTrue(said.contains("must allow to list, read, write and delete"), said);
      assertTrue(said.startsWith("Cannot " + what + " objects: "), said);
    }
    List<String> probes = keys();
    assertEquals(left, probes.size(), "harmless, and under a name of its own");
    for (String key : probes) {
      assertTrue(BlobKey.of(key).isUnder(BlobKey.of("darkroom-probe")), key);
    }
  }

  @Test
  void aStartLeavesNothingBehind() throws Exception {
    open(server.bucket());
    assertEquals(List.of(), keys());
  }

  private List<String> keys() {
    return server.client().listObjectsV2(list -> list.bucket(S3Server.BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /** Each of these would lead elsewhere, or be refused by the SDK beside an address of ours. */
  @ParameterizedTest
  @CsvSource({
    "aws.useDualstackEndpoint, true",
    "aws.useFipsEndpoint, true",
    "aws.defaultsMode, none-such",
    "http.proxyHost, nowhere.invalid",
  })
  void nothingIsTakenFromWhereTheSdkFindsSettings(String property, String value) throws Exception {
    System.setProperty(property, value);
    System.setProperty("http.proxyPort", "9");
    try {
      open(server.bucket());
    } finally {
      System.clearProperty(property);
      System.clearProperty("http.proxyPort");
    }
  }
}
