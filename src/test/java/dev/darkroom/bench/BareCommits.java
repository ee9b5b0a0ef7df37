package dev.darkroom.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** The limit of one job a commit: one connection that writes one row, and again, each on disk. */
final class BareCommits {
  private BareCommits() {}

  /** So many commits; how many were done a second. */
  static double perSecond(Path database, int count) {
    try (PeerFile file = new PeerFile(database, 1)) {
      file.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, words TEXT NOT NULL)");
      try (Connection connection = file.dataSource().getConnection();
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO bare (words) VALUES ('no-op')")) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
          insert.executeUpdate();
        }
        return Rate.perSecond(count, Duration.ofNanos(System.nanoTime() - start));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the bare file cannot be written", e);
    }
  }
}
