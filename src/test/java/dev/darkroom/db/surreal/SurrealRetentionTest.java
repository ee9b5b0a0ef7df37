package dev.darkroom.db.surreal;

import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.S3Blobs;
import dev.darkroom.jobs.Rows;
import dev.darkroom.operations.RetentionContract;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows in SurrealDB, files in a bucket. */
@ExtendWith(NeedsSurreal.class)
class SurrealRetentionTest extends RetentionContract {
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @AfterEach
  void emptyTheBucket() {
    server.empty();
  }

  @Override
  protected Rows rows() {
    return new SurrealRows();
  }

  @Override
  protected Blobs blobs() throws IOException {
    return S3Blobs.open(server.bucket(), folder.resolve("copies"), Clock.systemUTC());
  }
}
