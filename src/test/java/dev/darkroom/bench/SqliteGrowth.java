package dev.darkroom.bench;

import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Points of growth in SQLite files.
 *
 * @param settings of the servers
 */
record SqliteGrowth(Path folder, Map<String, String> settings) implements Growth.Store {

  @Override
  public GrowthPoint point(int stored) throws Exception {
    Path own = Files.createDirectories(folder.resolve("stored-" + stored));
    Instant now = Clock.tickMillis(ZoneOffset.UTC).instant();
    GrowthPoint.fill(own, stored, now);
    return new GrowthPoint(stored, now, own, settings);
  }

  @Override
  public Rows rows(int stored) {
    return new SqliteFile(folder.resolve("stored-" + stored).resolve("darkroom.db"));
  }

  @Override
  public void close() {}
}
