package dev.darkroom.db.surreal;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Doors;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.doctor.Doctor;
import dev.darkroom.doctor.DoctorContract;
import dev.darkroom.jobs.Fixtures;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NeedsSurreal.class)
class SurrealDoctorTest extends DoctorContract {

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Override
  protected Doors fresh() {
    SurrealRows fresh = new SurrealRows();
    open.add(fresh);
    return fresh.doors();
  }

  @Override
  protected boolean guardsRows() {
    return false;
  }

  @Test
  void serversAtWorkAreNotDisturbed() throws IOException {
    Doors rows = fresh();
    rows.credits().grant(ANN, 50, "Welcome", "w", NOON);
    rows.jobs().admit(Fixtures.job(ANN));
    rows.jobs().claim("a worker", NOON, NOON.plusSeconds(30), 1, 40);
    FolderBlobs none = new FolderBlobs(folder, new byte[32], URI.create("http://localhost"));
    Doctor doctor = new Doctor(rows.archive(), rows.credits(), none, folder);
    ArchiveException e =
        assertThrows(
            ArchiveException.class, () -> doctor.examine(true, NOON.plusSeconds(29), _ -> {}));
    assertTrue(String.valueOf(e.getMessage()).contains("a worker is at work: stop all servers"));
  }
}
