package dev.darkroom.blobs;

import java.nio.file.Path;

/** A blob as a file, for readers that need one; to be read only, and only until it is closed. */
public final class LocalCopy implements AutoCloseable {
  private final Path path;

  LocalCopy(Path path) {
    this.path = path;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Ends the use; in a folder the file is the blob itself and stays. */
  @Override
  public void close() {}
}
