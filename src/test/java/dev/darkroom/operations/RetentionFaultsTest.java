package dev.darkroom.operations;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.S3Blobs;
import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Keep;
import dev.darkroom.library.UserFolder;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.S3Server;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that fails while files are swept. */
class RetentionFaultsTest {
  private static final Way SLOW_DOWN = new Way.Answers(503, "SlowDown");
  private static final String INPUTS = UserFolder.of(ANN).root() + "inputs/";
  private static final BlobKey FIRST = BlobKey.of(INPUTS + "1-picture.png");
  private static final BlobKey SECOND = BlobKey.of(INPUTS + "2-picture.png");

  @TempDir Path folder;
  private final Instant gone = later(Instant.now(), NOON).plus(Duration.ofDays(60));
  private S3Server server;
  private FaultyProxy proxy;
  private Blobs blobs;
  private SqliteFile rows;
  private Retention retention;

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  @BeforeEach
  void start() throws Exception {
    server = S3Server.start();
    proxy = new FaultyProxy(server.url());
    blobs = S3Blobs.open(server.bucket(proxy.url()), folder.resolve("copies"), Clock.systemUTC());
    rows = new SqliteFile(folder.resolve("darkroom.db"));
    retention = new Retention(rows.jobs(), blobs, new Keep(Duration.ofDays(30)));
    blobs.put(FIRST, new byte[1]);
    blobs.put(SECOND, new byte[1]);
  }

  @AfterEach
  void stop() throws Exception {
    rows.close();
    blobs.close();
    proxy.close();
    server.close();
  }

  @Test
  void aFileThatCannotBeDeletedKeepsNoOtherAndIsComeByAgain() throws Exception {
    proxy.rule(
        (method, target) ->
            method.equals("DELETE") && target.contains("/1-") ? SLOW_DOWN : new Way.Passes());
    assertEquals(0, retention.runOnce(gone));
    assertEquals(1, retention.runOnce(gone));
    assertTrue(blobs.find(FIRST).isPresent());
    assertTrue(blobs.find(SECOND).isEmpty());
    proxy.rule((_, _) -> new Way.Passes());
    assertEquals(1, retention.runOnce(gone));
    assertTrue(blobs.find(FIRST).isEmpty());
  }

  @Test
  void jobsAreForgottenWhileTheBucketIsAway() throws Exception {
    Fixtures.completed(rows.jobs(), ANN);
    proxy.rule((_, _) -> SLOW_DOWN);
    assertEquals(1, retention.runOnce(gone));
    proxy.rule((_, _) -> new Way.Passes());
    assertEquals(2, retention.runOnce(gone));
  }

  /** Whether a job needs them is not known then. */
  @Test
  void noFileIsDeletedWhileTheRowsAreAway() throws Exception {
    rows.close();
    assertThrows(RuntimeException.class, () -> retention.runOnce(gone));
    assertTrue(blobs.find(FIRST).isPresent());
    assertTrue(blobs.find(SECOND).isPresent());
  }
}
