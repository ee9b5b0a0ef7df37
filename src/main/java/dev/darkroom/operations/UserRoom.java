package dev.darkroom.operations;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.Listing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one user stores: the files that are there, and those that may be put by addresses that are
 * still good. Each of the latter counts until then whether it is there or not, since it can be
 * deleted and put again.
 */
final class UserRoom {
  private static final Duration COUNTED_FOR = Duration.ofMinutes(1);

  private final Blobs blobs;
  private final BlobKey folder;
  private final Map<BlobKey, Promise> promises = new HashMap<>();
  private long counted;
  private @Nullable Instant countedAt;

  private record Promise(long bytes, Instant until) {}

  UserRoom(Blobs blobs, BlobKey folder) {
    this.blobs = blobs;
    this.folder = folder;
  }

  /** In bytes. Only one at a time counts; the others wait for that. */
  synchronized long used(Instant now) {
    if (promises.values().removeIf(promise -> !now.isBefore(promise.until()))) {
      // What was put by then is a file like any other.
      countedAt = null;
    }
    if (countedAt == null || countedAt.plus(COUNTED_FOR).isBefore(now)) {
      counted = count();
      countedAt = now;
    }
    return counted + promises.values().stream().mapToLong(Promise::bytes).sum();
  }

  /** False if there is no room for it. */
  synchronized boolean promise(BlobKey key, long bytes, Instant until, long limit, Instant now) {
    if (used(now) + bytes > limit) {
      return false;
    }
    promises.put(key, new Promise(bytes, until));
    return true;
  }

  synchronized void add(long bytes) {
    counted += bytes;
  }

  synchronized void forget() {
    countedAt = null;
  }

  private long count() {
    long bytes = 0;
    try {
      @Nullable String after = null;
      do {
        Listing page = blobs.list(new Listing.Asked(folder, true, after, Blobs.PAGE_MAX));
        for (Listing.Entry entry : page.entries()) {
          bytes +=
              entry instanceof Listing.File file && !promises.containsKey(file.key())
                  ? file.size()
                  : 0;
        }
        after = page.next();
      } while (after != null);
    } catch (IOException e) {
      throw new UncheckedIOException("Files could not be counted", e);
    }
    return bytes;
  }
}
