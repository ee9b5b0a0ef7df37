package dev.darkroom.db.sqlite;

import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.jobs.Rows;
import dev.darkroom.operations.RetentionContract;
import java.io.IOException;
import java.net.URI;

/** Rows in a file, files in a folder. */
class SqliteRetentionTest extends RetentionContract {
  @Override
  protected Rows rows() {
    return new SqliteFile(folder.resolve("darkroom.db"));
  }

  @Override
  protected Blobs blobs() throws IOException {
    return new FolderBlobs(folder.resolve("blobs"), new byte[32], URI.create("http://localhost"));
  }
}
