package dev.darkroom.blobs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/** A folder of files that are being written, and of the leftovers of processes that were killed. */
final class TempFolder {
  private static final String PREFIX = "part-";

  private final Path folder;

  /** Makes the folder if it is missing. */
  TempFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** A new empty file, readable by this user only. */
  Path create() throws IOException {
    return Files.createTempFile(folder, PREFIX, "");
  }

  /** Deletes files last written before the instant; returns how many. */
  int sweep(Instant before) throws IOException {
    int swept = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        if (isOlder(file, before) && Files.deleteIfExists(file)) {
          swept++;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return swept;
  }

  private static boolean isOlder(Path file, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      // Another server that shares the folder has finished or swept it meanwhile.
      return false;
    }
  }
}
