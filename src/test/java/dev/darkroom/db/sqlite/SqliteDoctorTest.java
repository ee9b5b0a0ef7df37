package dev.darkroom.db.sqlite;

import dev.darkroom.archive.Doors;
import dev.darkroom.doctor.DoctorContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteDoctorTest extends DoctorContract {
  @TempDir Path rows;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Override
  protected Doors fresh() {
    SqliteFile fresh = new SqliteFile(rows.resolve(open.size() + ".db"));
    open.add(fresh);
    return fresh.doors();
  }

  @Override
  protected boolean guardsRows() {
    return true;
  }
}
