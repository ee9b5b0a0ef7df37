package dev.darkroom.blobs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of what lies in a folder, sorted by key, byte by byte. It may be shorter than was asked
 * for although more follow.
 *
 * @param next what to give as {@code after} for the next page; null after the last one
 */
public record Listing(List<Entry> entries, @Nullable String next) {

  public Listing {
    entries = List.copyOf(entries);
  }

  /** One entry of a listing. */
  public sealed interface Entry {
    /** Its key. */
    BlobKey key();
  }

  /** Blobs lie below this key. */
  public record Folder(BlobKey key) implements Entry {}

  /**
   * A blob. Its content type is not known without reading it.
   *
   * @param size in bytes
   * @param etag as in {@link Blob}
   */
  public record File(BlobKey key, long size, String etag, Instant modified) implements Entry {}

  /**
   * Which page.
   *
   * @param folder a key taken as a folder; null for the root
   * @param deep whether folders are looked into, and not told
   * @param after the {@code next} of the page before; null for the first page
   * @param most at most this many entries, 1 to {@link Blobs#PAGE_MAX}
   */
  public record Asked(@Nullable BlobKey folder, boolean deep, @Nullable String after, int most) {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is outside
     */
    public Asked {
      if (most < 1 || most > Blobs.PAGE_MAX) {
        throw new IllegalArgumentException("a page has 1 to " + Blobs.PAGE_MAX + " entries");
      }
    }

    /** What all keys inside begin with. */
    String prefix() {
      return folder == null ? "" : folder.value() + "/";
    }
  }
}
