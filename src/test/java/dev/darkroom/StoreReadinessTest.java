package dev.darkroom;

import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.UP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.TestSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /q/health/ready} says of the rows. */
class StoreReadinessTest {
  @TempDir Path folder;

  @Test
  void itFollowsTheServerOfTheRows() throws Exception {
    try (SurrealServer server = SurrealServer.start()) {
      Map<String, String> settings = server.freshDatabase();
      settings.put("darkroom.surreal.call-within", "1s");
      try (DataFolder data = DataFolder.take(folder);
          Stores stores = stores(settings, data)) {
        assertEquals(UP, status(stores));

        server.standStill();
        assertEquals(DOWN, status(stores));
        server.goOn();
        awaitUp(stores);

        server.kill();
        assertEquals(DOWN, status(stores));
        server.startAgain();
        awaitUp(stores);
      }
    }
  }

  @Test
  void aFileIsAlwaysThere() {
    try (DataFolder data = DataFolder.take(folder);
        Stores stores = stores(Map.of(), data)) {
      assertEquals(UP, status(stores));
    }
  }

  private static Stores stores(Map<String, String> settings, DataFolder data) {
    return Stores.choose(
        TestSettings.with(SurrealSettings.class, settings), data, Clock.systemUTC());
  }

  private static void awaitUp(Stores stores) {
    Awaitility.await().pollDelay(Duration.ZERO).until(() -> status(stores) == UP);
  }

  private static Status status(Stores stores) {
    return new StoreReadiness(stores).call().getStatus();
  }
}
