package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder that one server owns: its lock, its secret, and where the rest lies. */
final class DataFolder implements AutoCloseable {
  private static final int SECRET_BYTES = 32;

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder, making it if need be.
   *
   * @throws StartException if another server has it, or it cannot be written
   */
  static DataFolder take(Path root) {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      FileChannel file =
          FileChannel.open(
              root.resolve("darkroom.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(file) == null) {
        file.close();
        throw new StartException(
            "DARKROOM_DATA_DIR %s is in use by another server.".formatted(root));
      }
      return new DataFolder(root, file);
    } catch (IOException e) {
      throw new StartException(
          "DARKROOM_DATA_DIR %s cannot be used: %s".formatted(root, e.getMessage()));
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path database() {
    return root.resolve("darkroom.db");
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  Path downloads() {
    return root.resolve("downloads");
  }

  Path previews() {
    return root.resolve("previews");
  }

  /** Where the HTTP server puts uploads while they arrive. */
  private Path incoming() {
    return root.resolve("incoming");
  }

  /** Deletes what a killed process left of downloads and uploads. Nobody else uses this folder. */
  void sweepUnfinished() throws IOException {
    for (Path folder : List.of(downloads(), incoming())) {
      if (Files.isDirectory(folder)) {
        try (var left = Files.newDirectoryStream(folder, file -> Files.isRegularFile(file))) {
          for (Path file : left) {
            Files.delete(file);
          }
        }
      }
    }
  }

  Path emulator() {
    return root.resolve("emulator");
  }

  /**
   * The secret that signs addresses, made on first use and kept, so that they outlive a restart.
   */
  byte[] secret() {
    Path file = root.resolve("secret");
    try {
      if (!Files.exists(file)) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path fresh = Files.createTempFile(root, "secret", ".new", ownerOnly());
        Files.write(fresh, secret, StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The secret could not be kept", e);
    }
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder could not be given back", e);
    }
  }
}
