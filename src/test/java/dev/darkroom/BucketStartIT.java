package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of the packaged jar with a bucket that cannot be used. */
class BucketStartIT {
  @TempDir Path folder;

  @Test
  void aBucketThatCannotBeUsedStopsTheStartInOneLine() throws Exception {
    try (S3Server s3 = S3Server.start()) {
      Map<String, String> settings = new HashMap<>(BucketServers.settings(s3.url()));
      settings.put("R2_SECRET_ACCESS_KEY", "wrong");
      assertStops(settings, "the keys are not accepted. See R2_ACCESS_KEY_ID");
      settings.putAll(BucketServers.settings(s3.url()));
      settings.put("R2_BUCKET", "nowhere");
      assertStops(settings, "there is no such bucket. See R2_BUCKET");
      settings.putAll(BucketServers.settings(URI.create("http://127.0.0.1:9")));
      assertStops(settings, "no answer came");
      settings.put("R2_ENDPOINT", "");
      assertStops(settings, "so R2_ENDPOINT or R2_ACCOUNT_ID must say where");
      settings.put("R2_ENDPOINT", "http://user:pass@localhost");
      assertStops(settings, "R2_ENDPOINT must be http:// or https:// and a host, without a user");
      settings.put("R2_ENDPOINT", s3.url() + "/" + S3Server.BUCKET);
      assertStops(settings, "the bucket's name belongs into R2_BUCKET");
      settings.putAll(BucketServers.settings(s3.url()));
      settings.remove("R2_ACCESS_KEY_ID");
      assertStops(settings, "so R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY must be too");
      settings.putAll(BucketServers.settings(s3.url()));
      settings.put("DARKROOM_OPERATIONS_INPUTS", "link");
      settings.put("FAL_KEY", "a:b");
      settings.put("FAL_QUEUE_URL", "http://192.0.2.1");
      assertStops(settings, "DARKROOM_OPERATIONS_INPUTS is link, but the provider cannot read");
    }
  }

  private void assertStops(Map<String, String> settings, String words) throws Exception {
    Path fresh = Files.createTempDirectory(folder, "start");
    try (RealServer server = new RealServer(fresh, settings)) {
      assertThrows(IOException.class, server::awaitReady);
      String said = server.log().lines().reduce((_, last) -> last).orElse("");
      assertTrue(
          said.startsWith("Darkroom does not start: ") && said.contains(words), server.log());
      assertFalse(server.log().contains("pass@"), server.log());
    }
  }
}
