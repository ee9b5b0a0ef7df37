package dev.darkroom.blobs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, read from the disk. Names are sorted as a bucket sorts keys: that of a
 * folder ends with a slash. What is no key, and folders without any blob, are left out.
 */
final class FolderPage {
  private final Path root;
  private final Listing.Asked asked;
  private final List<Listing.Entry> found = new ArrayList<>();
  private @Nullable String last;
  private boolean more;

  FolderPage(Path root, Listing.Asked asked) {
    this.root = root;
    this.asked = asked;
  }

  Listing read() throws IOException {
    add(asked.prefix());
    return new Listing(found, more ? last : null);
  }

  private void add(String folder) throws IOException {
    for (Map.Entry<String, Path> each : children(folder).entrySet()) {
      if (more) {
        return;
      }
      String name = each.getKey();
      if (asked.deep() && isFolder(name)) {
        add(name);
      } else if (found.size() == asked.most()) {
        more = true;
      } else {
        add(name, each.getValue());
      }
    }
  }

  private void add(String name, Path path) throws IOException {
    if (isFolder(name)) {
      found.add(new Listing.Folder(BlobKey.of(name.substring(0, name.length() - 1))));
    } else {
      try {
        Blob blob = FolderBlobs.describe(BlobKey.of(name), path);
        found.add(new Listing.File(blob.key(), blob.size(), blob.etag(), blob.modified()));
      } catch (NoSuchFileException e) {
        return; // It was deleted in the meantime.
      }
    }
    last = name;
  }

  /**
   * The first names of a folder that can be on this page. One more than fit, to know that there are
   * more, and another, since of the folder in which the last page ended nothing may be left.
   */
  private SortedMap<String, Path> children(String folder) throws IOException {
    TreeMap<String, Path> children = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path each : all) {
        String name = name(folder, each);
        if (name != null && isAhead(name) && (!isFolder(name) || holdsBlobs(name, each))) {
          children.put(name, each);
          if (children.size() > asked.most() + 2) {
            children.pollLastEntry();
          }
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new TreeMap<>();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  private boolean isAhead(String name) {
    String after = asked.after();
    return after == null
        || name.compareTo(after) > 0
        || (asked.deep() && isFolder(name) && after.startsWith(name));
  }

  private static boolean holdsBlobs(String folder, Path path) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path each : all) {
        String name = name(folder, each);
        if (name != null && (!isFolder(name) || holdsBlobs(name, each))) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException e) {
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** The key, with a slash behind it if it is a folder; null for what has none. */
  private static @Nullable String name(String folder, Path path) {
    String name = folder + path.getFileName();
    try {
      BlobKey.of(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (Files.isDirectory(path)) {
      return name + "/";
    }
    return Files.isRegularFile(path) ? name : null;
  }

  private static boolean isFolder(String name) {
    return name.endsWith("/");
  }
}
