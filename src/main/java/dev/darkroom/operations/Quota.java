package dev.darkroom.operations;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.library.UserFolder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much users store, and how much they may. Results count and are never refused: they are paid
 * for. So do pictures that jobs bring with them.
 */
public final class Quota {
  private static final int REMEMBERED_MAX = 10_000;

  private final Blobs blobs;
  private final StorageSettings settings;
  private final InstantSource clock;
  private final Map<String, UserRoom> rooms = new Recent();

  public Quota(Blobs blobs, StorageSettings settings, InstantSource clock) {
    this.blobs = blobs;
    this.settings = settings;
    this.clock = clock;
  }

  private static final class Recent extends LinkedHashMap<String, UserRoom> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, UserRoom> eldest) {
      return size() > REMEMBERED_MAX;
    }
  }

  /** What all users have paid for. */
  public StorageSettings.Plan plan() {
    return settings.plan();
  }

  /** Counted anew each minute: a large folder takes seconds. */
  public Refusal.Room of(String user) {
    return new Refusal.Room(room(user).used(clock.instant()), limit());
  }

  private long limit() {
    return switch (plan()) {
      case BASE -> settings.baseBytesMax();
      case PREMIUM -> settings.premiumBytesMax();
      case ULTRA -> settings.ultraBytesMax();
    };
  }

  private UserRoom room(String user) {
    synchronized (rooms) {
      return rooms.computeIfAbsent(
          user,
          each ->
              new UserRoom(blobs, BlobKey.of(UserFolder.of(each).root().replaceFirst("/$", ""))));
    }
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

  /**
   * Keeps room for a file that somebody may put until then, however often.
   *
   * @throws Refusal if there is not so much left
   */
  void promise(String user, String field, BlobKey key, long bytes, Instant until) throws Refusal {
    Instant now = clock.instant();
    if (!room(user).promise(key, bytes, until, limit(), now)) {
      throw Refusal.storageFull(field, of(user));
    }
  }

  /** A file was stored. */
  void add(String user, long bytes) {
    room(user).add(bytes);
  }

  /** Files of this user have gone: they are counted when somebody asks. */
  void forget(String user) {
    room(user).forget();
  }
}
