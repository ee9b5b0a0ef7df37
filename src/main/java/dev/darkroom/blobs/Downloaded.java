package dev.darkroom.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A downloaded file, deleted when closed.
 *
 * @param contentType sniffed from its first bytes
 * @param size in bytes, at least 1
 */
public record Downloaded(Path file, String contentType, long size) implements AutoCloseable {
  /** Deletes the file. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
