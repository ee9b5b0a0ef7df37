package dev.darkroom.blobs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
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
    for (Map.Entry<String, BasicFileAttributes> each : children(folder).entrySet()) {
      if (more) {
        return;
      }
      String name = each.getKey();
      if (asked.deep() && isFolder(name)) {
        add(name);
      } else if (found.size() == asked.most()) {
        more = true;
      } else {
        found.add(entry(name, each.getValue()));
        last = name;
      }
    }
  }

  private static Listing.Entry entry(String name, BasicFileAttributes known) {
    if (isFolder(name)) {
      return new Listing.Folder(BlobKey.of(name.substring(0, name.length() - 1)));
    }
    FileTime modified = known.lastModifiedTime();
    String etag = FolderBlobs.etag(modified, known.size());
    return new Listing.File(BlobKey.of(name), known.size(), etag, modified.toInstant());
  }

  /**
   * The first names of a folder that can be on this page. One more than fit, to know that there are
   * more, and another, since of the folder in which the last page ended nothing may be left.
   *
   * <p>Each page reads all names anew, so nothing is asked of the disk about one that another page
   * tells.
   */
  private SortedMap<String, BasicFileAttributes> children(String folder) throws IOException {
    TreeMap<String, BasicFileAttributes> children = new TreeMap<>();
    int most = asked.most() + 2;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path each : all) {
        String plain = folder + each.getFileName();
        boolean full = children.size() == most;
        // A folder's name is longer by a slash, and so comes later.
        if (isAhead(plain + "/") && !(full && plain.compareTo(children.lastKey()) > 0)) {
          add(plain, each, children);
        }
        if (children.size() > most) {
          children.pollLastEntry();
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new TreeMap<>();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  private void add(String plain, Path path, Map<String, BasicFileAttributes> children)
      throws IOException {
    BasicFileAttributes known = known(plain, path);
    if (known != null) {
      String name = known.isDirectory() ? plain + "/" : plain;
      if (isAhead(name) && (!known.isDirectory() || holdsBlobs(name, path))) {
        children.put(name, known);
      }
    }
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
        String plain = folder + each.getFileName();
        BasicFileAttributes known = known(plain, each);
        if (known != null && (!known.isDirectory() || holdsBlobs(plain + "/", each))) {
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

  /** What is known of a folder or a file; null for one that has no key, and for all else. */
  private static @Nullable BasicFileAttributes known(String plain, Path path) throws IOException {
    try {
      BlobKey.of(plain);
      BasicFileAttributes known = Files.readAttributes(path, BasicFileAttributes.class);
      return known.isDirectory() || known.isRegularFile() ? known : null;
    } catch (IllegalArgumentException | NoSuchFileException e) {
      return null; // Or it was deleted in the meantime.
    }
  }

  private static boolean isFolder(String name) {
    return name.endsWith("/");
  }
}
