package dev.darkroom.operations;

import static dev.darkroom.jobs.Fixtures.ANN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Downloads;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.jobs.Keep;
import dev.darkroom.jobs.TestClock;
import dev.darkroom.jobs.TestSettings;
import dev.darkroom.library.UserFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that requests name, and for how long they may. */
class SourcesTest {
  private static final Duration KEPT = Duration.ofDays(30);

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.now());

  /** It could be deleted while a job that works on it is admitted. */
  @Test
  void whatAnEarlierRequestBroughtCanBeNamedUntilItIsTooOld() throws Exception {
    try (FolderBlobs blobs =
            new FolderBlobs(folder.resolve("files"), new byte[32], URI.create("http://localhost"));
        Downloads none =
            Downloads.fromUsers(
                folder.resolve("downloads"), new Downloads.Limits(1, Duration.ofSeconds(1), 0))) {
      Sources sources =
          new Sources(
              blobs, none, TestSettings.defaults(OperationSettings.class), new Keep(KEPT), clock);
      for (String key : new String[] {"inputs/1-picture.png", "uploads/1-picture.png"}) {
        blobs.put(BlobKey.of(UserFolder.of(ANN).root() + key), picture());
      }
      clock.advance(KEPT.minusMinutes(1));
      assertEquals(2, sources.byKey(ANN, "r2_key", "inputs/1-picture.png").width());
      clock.advance(Duration.ofMinutes(2));
      Refusal refusal =
          assertThrows(Refusal.class, () -> sources.byKey(ANN, "r2_key", "inputs/1-picture.png"));
      assertEquals("FILE_NOT_FOUND", refusal.code());
      assertEquals(2, sources.byKey(ANN, "r2_key", "uploads/1-picture.png").width());
    }
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }
}
