package dev.darkroom;

import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.blobs.S3Blobs;
import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.TestSettings;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.FalSettings;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.S3Server;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /q/health/ready} says of the parts that a server stands on. */
class HealthChecksTest {
  /** A check may remember what it saw for two seconds, and look for two. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private final HealthChecks checks = new HealthChecks();

  @TempDir Path folder;

  @Test
  void rowsFollowTheirServer() throws Exception {
    try (SurrealServer server = SurrealServer.start();
        DataFolder data = DataFolder.take(folder);
        Stores stores = stores(server.freshDatabase(), data)) {
      HealthCheck rows = checks.rows(stores);
      assertEquals(UP, rows.call().getStatus());

      server.standStill();
      await(rows, DOWN);
      server.goOn();
      await(rows, UP);

      server.kill();
      await(rows, DOWN);
      server.startAgain();
      await(rows, UP);
    }
  }

  @Test
  void rowsInAFileAreThere() {
    try (DataFolder data = DataFolder.take(folder);
        Stores stores = stores(Map.of(), data)) {
      assertEquals(UP, checks.rows(stores).call().getStatus());
    }
  }

  @Test
  void rowsInAFileThatIsClosedAreNot() {
    try (DataFolder data = DataFolder.take(folder)) {
      Stores stores = stores(Map.of(), data);
      stores.close();
      HealthCheckResponse answer = checks.rows(stores).call();
      assertEquals(DOWN, answer.getStatus());
      assertEquals(Optional.empty(), answer.getData());
    }
  }

  @Test
  void filesFollowTheirFolder() throws Exception {
    Path place = folder.resolve("blobs");
    Path elsewhere = folder.resolve("elsewhere");
    try (Blobs blobs = new FolderBlobs(place, new byte[32], URI.create("http://localhost"))) {
      HealthCheck files = checks.files(blobs);
      assertEquals(UP, files.call().getStatus());
      Files.move(place, elsewhere);
      await(files, DOWN);
      Files.move(elsewhere, place);
      await(files, UP);
    }
  }

  @Test
  void filesFollowTheirBucket() throws Exception {
    try (S3Server server = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(server.url());
        Blobs blobs =
            S3Blobs.open(server.bucket(proxy.url()), folder.resolve("copies"), Clock.systemUTC())) {
      HealthCheck files = checks.files(blobs);
      assertEquals(UP, files.call().getStatus());

      proxy.rule((_, _) -> new Way.Answers(503, "SlowDown"));
      await(files, DOWN);
      proxy.rule((_, _) -> new Way.Passes());
      await(files, UP);

      proxy.rule((_, _) -> new Way.Hangs());
      await(files, DOWN);
      assertQuick(files);
      proxy.rule((_, _) -> new Way.Passes());
      await(files, UP);
    }
  }

  private static void assertQuick(HealthCheck check) {
    long startNanos = System.nanoTime();
    check.call();
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    assertTrue(took.compareTo(Duration.ofSeconds(3)) < 0, took::toString);
  }

  /** Jobs wait for it, so it is shown and decides nothing. */
  @Test
  void aProviderThatIsAwayIsShown() throws Exception {
    RawServer server = RawServer.answering(_ -> RawServer.Reply.json(404, "{}"));
    HealthCheck near = provider(server.url());
    assertEquals("UP {reachable=true}", text(near.call()));
    assertTrue(server.requests().stream().noneMatch(r -> r.headers().containsKey("authorization")));
    server.close();
    assertEquals("UP {reachable=false}", text(provider(server.url()).call()));

    try (RawServer broken = RawServer.answering(_ -> RawServer.Reply.json(502, "{}"));
        RawServer mute = RawServer.scripted(_ -> sleep())) {
      assertEquals("UP {reachable=false}", text(provider(broken.url()).call()));
      assertEquals("UP {reachable=false}", text(provider(mute.url()).call()));
      assertQuick(provider(mute.url()));
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HealthCheck provider(URI url) {
    return checks.provider(
        new Provider(new Fal(FalSettings.of("test:secret", url, url)), Set.of(), null));
  }

  private static String text(HealthCheckResponse answer) {
    return answer.getStatus() + " " + answer.getData().orElse(Map.of());
  }

  private static Stores stores(Map<String, String> settings, DataFolder data) {
    return Stores.choose(
        TestSettings.with(SurrealSettings.class, settings), data, Clock.systemUTC());
  }

  private static void await(HealthCheck check, Status status) {
    Awaitility.await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .until(() -> check.call().getStatus() == status);
  }
}
