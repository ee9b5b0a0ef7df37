package dev.darkroom.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A blob as a file, for readers that need one; to be read only, and only until it is closed.
 *
 * @param blob whose bytes these are
 * @param passing whether the file was made for this use; else it is the blob itself
 */
public record LocalCopy(Blob blob, Path path, boolean passing) implements AutoCloseable {

  /** Ends the use; the blob stays. */
  @Override
  public void close() throws IOException {
    if (passing) {
      Files.deleteIfExists(path);
    }
  }
}
