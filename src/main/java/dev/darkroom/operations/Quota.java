package dev.darkroom.operations;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.Listing;
import dev.darkroom.library.UserFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much users store, and how much they may. Results count and are never refused: they are paid
 * for.
 */
public final class Quota {
  private static final Duration COUNTED_FOR = Duration.ofMinutes(1);
  private static final int REMEMBERED_MAX = 10_000;

  private final Blobs blobs;
  private final StorageSettings settings;
  private final InstantSource clock;
  private final Map<String, Counted> counted = Collections.synchronizedMap(new Recent());

  public Quota(Blobs blobs, StorageSettings settings, InstantSource clock) {
    this.blobs = blobs;
    this.settings = settings;
    this.clock = clock;
  }

  private record Counted(long bytes, Instant at) {}

  private static final class Recent extends LinkedHashMap<String, Counted> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Counted> eldest) {
      return size() > REMEMBERED_MAX;
    }
  }

  /** What this user has paid for. */
  public StorageSettings.Plan plan(String user) {
    return settings.plan();
  }

  /** Counted anew each minute: a large folder takes seconds. */
  public Refusal.Room of(String user) {
    Counted before = counted.get(user);
    Counted now = before == null || tooOld(before) ? count(user) : before;
    return new Refusal.Room(now.bytes(), limit(plan(user)));
  }

  private long limit(StorageSettings.Plan plan) {
    return switch (plan) {
      case BASE -> settings.baseBytesMax();
      case PREMIUM -> settings.premiumBytesMax();
      case ULTRA -> settings.ultraBytesMax();
    };
  }

  private boolean tooOld(Counted before) {
    return before.at().plus(COUNTED_FOR).isBefore(clock.instant());
  }

  private Counted count(String user) {
    BlobKey folder = BlobKey.of(UserFolder.of(user).root().replaceFirst("/$", ""));
    long bytes = 0;
    try {
      @Nullable String after = null;
      do {
        Listing page = blobs.list(new Listing.Asked(folder, true, after, Blobs.PAGE_MAX));
        for (Listing.Entry entry : page.entries()) {
          bytes += entry instanceof Listing.File file ? file.size() : 0;
        }
        after = page.next();
      } while (after != null);
    } catch (IOException e) {
      throw new UncheckedIOException("Files could not be counted", e);
    }
    Counted now = new Counted(bytes, clock.instant());
    counted.put(user, now);
    return now;
  }

  /**
   * Refuses a file that is about to come.
   *
   * @param bytes at least so many
   * @throws Refusal if there is not so much left
   */
  public void require(String user, String field, long bytes) throws Refusal {
    Refusal.Room room = of(user);
    if (bytes > room.remaining()) {
      throw Refusal.storageFull(field, room);
    }
  }

  /** The same, and counts a file that is about to be stored. */
  void take(String user, String field, long bytes) throws Refusal {
    require(user, field, bytes);
    counted.computeIfPresent(user, (_, c) -> new Counted(c.bytes() + bytes, c.at()));
  }

  /** Files of this user have gone: they are counted when somebody asks. */
  void forget(String user) {
    counted.remove(user);
  }
}
