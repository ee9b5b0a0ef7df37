package dev.darkroom.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of its own, in a file, that can be filled to the last byte and made read-only.
 * Only root on Linux can have one.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4096;

  private final Path mount;

  private SmallDisk(Path mount) {
    this.mount = mount;
  }

  /** One of so many megabytes; skips the test, loudly, where nobody may mount one. */
  public static SmallDisk mount(Path folder, int megabytes) throws IOException {
    Path image = folder.resolve("disk");
    Path mount = Files.createDirectories(folder.resolve("mounted"));
    try (FileChannel file =
        FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), ((long) megabytes << 20) - 1);
    }
    try {
      run("mkfs.ext4", "-q", "-m", "0", image.toString());
      run("mount", "-o", "loop", image.toString(), mount.toString());
    } catch (IOException e) {
      String words = "NO SMALL DISK: this test is skipped, because " + e.getMessage();
      System.err.println(words);
      Assumptions.abort(words);
    }
    return new SmallDisk(mount);
  }

  /** Where it is mounted. */
  public Path path() {
    return mount;
  }

  /** Takes all the room that is left. */
  public void fill() throws IOException {
    try (FileChannel file =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        file.write(ByteBuffer.allocate(BLOCK_BYTES));
      }
    } catch (IOException e) {
      if (mount.toFile().getUsableSpace() >= BLOCK_BYTES) {
        throw e;
      }
    }
  }

  /** Gives back what {@link #fill} took. */
  public void empty() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return mount.resolve("ballast");
  }

  /**
   * Nothing can be written below this folder from now on, not even to files that are open.
   *
   * @param but the name of files that are never touched, such as memory that is shared by a file:
   *     the system ends whoever writes to that in vain
   */
  public void protect(Path below, String but) throws IOException {
    run("find", below.toString(), "-not", "-name", but, "-exec", "chattr", "+i", "{}", "+");
  }

  /** All as before. */
  public void release(Path below) throws IOException {
    run("chattr", "-R", "-i", below.toString());
  }

  /** The whole of it; nobody may have files open. */
  public void remount(String how) throws IOException {
    run("mount", "-o", "remount," + how, mount.toString());
  }

  private static void run(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("%s failed: %s".formatted(words, said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", mount.toString());
  }
}
