package dev.darkroom.operations;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Previews as files of a folder that is this server's alone, the one that was not asked for longest
 * going first. All can be made again, so nothing is flushed to the disk, and what is damaged or
 * gone is a miss. One with no bytes says that there is none to be had.
 */
public final class PreviewFolder {
  private static final Logger LOG = Logger.getLogger(PreviewFolder.class);

  /** What a file takes of a disk and of the index here, however small it is. */
  private static final long LEAST_BYTES = 4096;

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})-([0-9a-f]{64})");

  private final Path folder;
  private final long bytesMax;

  /** By whose they are, the one used last at the end. Guards itself. */
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  /**
   * Uses a folder, made if it is missing. What no preview is goes: unfinished ones, and what could
   * not be made by the version and the settings of the last run.
   *
   * @param bytesMax of all together
   */
  public PreviewFolder(Path folder, long bytesMax) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.bytesMax = bytesMax;
    for (Found each : found()) {
      keep(each.of(), new Kept(each.version(), each.size()));
    }
  }

  private record Kept(String version, long size) {
    long taken() {
      return Math.max(LEAST_BYTES, size);
    }
  }

  private record Found(String of, String version, long size, long modified) {}

  private List<Found> found() throws IOException {
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : files) {
        look(file, found);
      }
    }
    found.sort(Comparator.comparingLong(Found::modified));
    return found;
  }

  /** One that cannot be read or deleted is left alone: whoever asks for it has another made. */
  private static void look(Path file, List<Found> found) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    try {
      long size = Files.size(file);
      if (name.matches() && size > 0) {
        long modified = Files.getLastModifiedTime(file).toMillis();
        found.add(new Found(name.group(1), name.group(2), size, modified));
      } else {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.warnf("A leftover of previews stays: %s", e.getMessage());
    }
  }

  /**
   * What is kept.
   *
   * @param of whose preview, as 64 hex digits
   * @param version of that, as 64 hex digits
   * @return null if nothing is; no bytes if that is what is
   */
  byte @Nullable [] find(String of, String version) {
    synchronized (kept) {
      Kept there = kept.get(of);
      if (there == null || !there.version().equals(version)) {
        return null;
      }
    }
    try {
      return Files.readAllBytes(file(of, version));
    } catch (NoSuchFileException e) {
      return null; // It went just now, or somebody has cleared the folder.
    } catch (IOException e) {
      LOG.warnf("A preview could not be read: %s", e.getMessage());
      return null;
    }
  }

  /** Keeps a preview in place of that of any other version; if the disk takes none, it does not. */
  void put(String of, String version, byte[] preview) {
    try {
      Path part = Files.createTempFile(folder, "part-", "");
      try {
        Files.write(part, preview);
        synchronized (kept) {
          forget(of);
          Files.move(part, file(of, version), StandardCopyOption.ATOMIC_MOVE);
          keep(of, new Kept(version, preview.length));
        }
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      LOG.warnf("A preview could not be kept: %s", e.getMessage());
    }
  }

  /** Deletes what is kept of it, in any version. */
  void forget(String of) {
    synchronized (kept) {
      Kept old = kept.remove(of);
      if (old != null) {
        bytes -= old.taken();
        delete(of, old);
      }
    }
  }

  private void keep(String of, Kept added) {
    synchronized (kept) {
      Kept old = kept.put(of, added);
      bytes += added.taken() - (old == null ? 0 : old.taken());
      if (old != null && !old.version().equals(added.version())) {
        delete(of, old);
      }
      Iterator<Map.Entry<String, Kept>> oldest = kept.entrySet().iterator();
      while (bytes > bytesMax && oldest.hasNext()) {
        Map.Entry<String, Kept> each = oldest.next();
        oldest.remove();
        bytes -= each.getValue().taken();
        delete(each.getKey(), each.getValue());
      }
    }
  }

  private void delete(String of, Kept old) {
    try {
      Files.deleteIfExists(file(of, old.version()));
    } catch (IOException e) {
      LOG.warnf("A preview could not be deleted: %s", e.getMessage());
    }
  }

  private Path file(String of, String version) {
    return folder.resolve(of + "-" + version);
  }
}
