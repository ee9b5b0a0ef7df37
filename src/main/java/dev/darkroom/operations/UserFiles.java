package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.Listing;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.library.UserFolder;
import dev.darkroom.operations.Refusal.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A user's own files as a person sees them: folders, files, and being rid of them. */
public final class UserFiles {
  private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9._/-]{1,1030}");

  private final Blobs blobs;
  private final LibraryStore library;
  private final Quota quota;
  private final Previews previews;

  public UserFiles(Blobs blobs, LibraryStore library, Quota quota, Previews previews) {
    this.blobs = blobs;
    this.library = library;
    this.quota = quota;
    this.previews = previews;
  }

  /**
   * What lies in a folder.
   *
   * @param folders their paths, relative to the user's folder
   * @param next for the next page; null on the last one
   */
  public record Folder(List<String> folders, List<Listing.File> files, @Nullable String next) {}

  /**
   * A page of a folder.
   *
   * @param path relative to the user's folder; blank for that folder itself
   * @param cursor the {@code next} of the page before
   */
  public Folder list(String user, String path, int limit, @Nullable String cursor) throws Refusal {
    String root = UserFolder.of(user).root();
    BlobKey folder = folder(user, path);
    try {
      Listing page = blobs.list(new Listing.Asked(folder, false, after(folder, cursor), limit));
      List<String> folders = new ArrayList<>();
      List<Listing.File> files = new ArrayList<>();
      for (Listing.Entry entry : page.entries()) {
        switch (entry) {
          case Listing.Folder below -> folders.add(below.key().value().substring(root.length()));
          case Listing.File file -> files.add(file);
        }
      }
      return new Folder(folders, files, page.next());
    } catch (IOException e) {
      throw new UncheckedIOException("A folder could not be listed", e);
    }
  }

  private static @Nullable String after(BlobKey folder, @Nullable String cursor) throws Refusal {
    if (cursor != null
        && !(cursor.startsWith(folder.value() + "/") && CURSOR.matcher(cursor).matches())) {
      throw Refusal.badInput("BAD_CURSOR", "cursor", "cursor is not from a listing.");
    }
    return cursor;
  }

  private static BlobKey folder(String user, String path) throws Refusal {
    String plain = path.replaceFirst("/$", "");
    String root = UserFolder.of(user).root().replaceFirst("/$", "");
    return plain.isBlank() || plain.equals(root) ? BlobKey.of(root) : key(user, plain, "path");
  }

  /** The file of this key among the user's own. */
  public Blob find(String user, String key) throws Refusal {
    try {
      return blobs.find(key(user, key, "key")).orElseThrow(UserFiles::unknown);
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be found", e);
    }
  }

  /** Deletes a file, and its row if it is a result. */
  public void delete(String user, String key) throws Refusal {
    BlobKey asked = key(user, key, "key");
    if (library.find(user, asked.value()).isPresent()) {
      deleteResult(user, key);
    } else if (asked.value().startsWith(UserFolder.of(user).library(""))) {
      throw isThere(asked) ? partOfAResult() : unknown();
    } else if (!delete(user, asked)) {
      throw unknown();
    }
  }

  /**
   * Deletes a result with its mask. The row goes first: a file without a row is waste, a row
   * without a file a broken picture.
   */
  public void deleteResult(String user, String key) throws Refusal {
    Optional<LibraryItem> item = library.remove(user, key(user, key, "key").value());
    String mask = item.orElseThrow(UserFiles::unknown).maskKey();
    delete(user, BlobKey.of(item.get().key()));
    if (mask != null) {
      delete(user, BlobKey.of(mask));
    }
  }

  private boolean delete(String user, BlobKey key) {
    try {
      boolean there = blobs.delete(key);
      if (there) {
        quota.forget(user);
        previews.forget(key);
      }
      return there;
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be deleted", e);
    }
  }

  private boolean isThere(BlobKey key) {
    try {
      return blobs.find(key).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be found", e);
    }
  }

  /** A mask, or what a job is just storing. */
  private static Refusal partOfAResult() {
    return new Refusal(
        Kind.CONFLICT,
        "PART_OF_A_RESULT",
        "key",
        "This file belongs to a result: delete that one, once it is there.");
  }

  /** Whole or relative; another's looks like one that is not there. */
  private static BlobKey key(String user, String key, String field) throws Refusal {
    try {
      return BlobKey.of(UserFolder.of(user).resolve(key).orElseThrow(UserFiles::unknown));
    } catch (IllegalArgumentException e) {
      throw Refusal.badInput("BAD_KEY", field, "%s is not a valid key.".formatted(field));
    }
  }

  /** What is not there, and what is another's. */
  public static Refusal unknown() {
    return new Refusal(
        Kind.NOT_FOUND, "FILE_NOT_FOUND", "key", "There is no such file among yours.");
  }
}
