package dev.darkroom.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import dev.darkroom.operations.Uploads;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Refuses bodies that are too large before a byte of them is taken, in words. */
@Singleton
public class BodyLimits {
  static final long JSON_BYTES_MAX = 1 << 20;

  /** Where a body may carry pictures as data addresses. */
  private static final Set<String> WITH_PICTURES =
      Set.of(
          GenerateResource.PATH,
          StudioResource.PATH,
          RembgResource.PATH,
          "/api/tools/draw-to-edit",
          "/api/tools/upscale");

  /** An original and its region, at their largest, in base64. */
  static final int PICTURES_BYTES_MAX = 56 << 20;

  /** JSON is read in memory, at a few times its size; so much of it may be under way at once. */
  private static final int UNDER_WAY_KB = PICTURES_BYTES_MAX >> 10;

  /** A form has a few lines around its file. */
  static final long FORM_BYTES = 64 << 10;

  /** Files go to disk; so many may be on their way at once. */
  static final int FORMS_MAX = 32;

  /** They lie there until they have been looked at, which they may wait for. */
  static final int FORMS_ON_DISK_MAX = 256;

  /** Where there are several users, one must not take them all. */
  static final int FORMS_PER_USER_MAX = 8;

  private static final String RELEASE = "body release";
  private static final String ON_DISK = "body on disk";
  private static final int BEFORE_ALL_OTHERS = 1000;

  private final OperationSettings settings;
  private final boolean oneUser;
  private final ObjectMapper json;
  private final Semaphore underWayKb = new Semaphore(UNDER_WAY_KB);
  private final Semaphore forms = new Semaphore(FORMS_MAX);
  private final Semaphore formsOnDisk = new Semaphore(FORMS_ON_DISK_MAX);

  private final Map<String, Integer> formsOf = new ConcurrentHashMap<>();

  BodyLimits(
      OperationSettings settings,
      @ConfigProperty(name = "darkroom.auth") String mode,
      ObjectMapper json) {
    this.settings = settings;
    this.oneUser = mode.equals("local");
    this.json = json;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_ALL_OTHERS);
  }

  private void check(RoutingContext request) {
    long bytes = length(request.request().getHeader(HttpHeaders.CONTENT_LENGTH));
    // The framework finds a resource by its path without parameters such as /upload;a=b.
    String path = request.normalizedPath().replaceAll(";[^/]*", "").replaceFirst("/$", "");
    if (path.equals("/api/storage/upload")) {
      checkFile(request, bytes, "file", settings.videoBytesMax(), isForm(request));
      return;
    }
    if (path.equals(AnimateResource.PATH)) {
      long most = settings.uploadBytesMax() + FORM_BYTES;
      checkFile(request, bytes, "startImage", most, isForm(request));
      return;
    }
    if (path.equals("/api/storage" + PresignResource.PUT)) {
      checkFile(request, bytes, "Content-Length", settings.videoBytesMax(), true);
      return;
    }
    long limit = WITH_PICTURES.contains(path) ? PICTURES_BYTES_MAX : JSON_BYTES_MAX;
    if (bytes > limit) {
      tooLarge(limit).end(request, json);
    } else if (bytes > JSON_BYTES_MAX) {
      takeInTurn(request, underWayKb, (int) (bytes >> 10));
    } else {
      request.next();
    }
  }

  /** Files go to disk as they come. */
  private void checkFile(
      RoutingContext request, long bytes, String field, long bytesMax, boolean toDisk) {
    if (bytes > bytesMax) {
      Problem.of(Uploads.tooLarge(field, bytesMax)).end(request, json);
    } else if (!toDisk) {
      request.next();
    } else if (formsOnDisk.tryAcquire()) {
      OnDisk place = new OnDisk(formsOnDisk);
      request.put(ON_DISK, place);
      request.addEndHandler(_ -> place.requestEnded());
      takeInTurn(request, forms, 1);
    } else {
      tryAgain(request);
    }
  }

  private static boolean isForm(RoutingContext request) {
    String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private void takeInTurn(RoutingContext request, Semaphore room, int share) {
    if (!room.tryAcquire(share)) {
      tryAgain(request);
      return;
    }
    BodyPace pace =
        BodyPace.watch(request.vertx(), request.request(), settings.uploadMegabyteWithin());
    AtomicBoolean held = new AtomicBoolean(true);
    Runnable release =
        () -> {
          if (held.getAndSet(false)) {
            pace.close();
            room.release(share);
          }
        };
    request.put(RELEASE, release);
    request.addEndHandler(_ -> release.run());
    request.next();
  }

  /**
   * Whose form it is shows only after it was let in, and before any of it is read.
   *
   * @param owner asked only if there is a form: what is for everybody asks for nobody
   */
  void claim(RoutingContext request, Supplier<String> owner) throws Refusal {
    Runnable before = request.get(RELEASE);
    if (oneUser || before == null || request.get(ON_DISK) == null) {
      return;
    }
    String user = owner.get();
    int forms = formsOf.merge(user, 1, Integer::sum);
    AtomicBoolean held = new AtomicBoolean(true);
    Runnable release =
        () -> {
          before.run();
          if (held.getAndSet(false)) {
            formsOf.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
          }
        };
    request.put(RELEASE, release);
    request.addEndHandler(_ -> release.run());
    if (forms > FORMS_PER_USER_MAX) {
      throw new Refusal(
          Kind.TOO_MANY,
          "TOO_MANY_UPLOADS",
          null,
          "You are sending %d files at once; wait until one has arrived."
              .formatted(FORMS_PER_USER_MAX));
    }
  }

  private void tryAgain(RoutingContext request) {
    Problem.of(503, "TRY_AGAIN", "Many large files are coming in. Try again soon.")
        .end(request, json);
  }

  /**
   * The body is on disk, or has been worked on; what the request still waits for takes none of what
   * is shared here.
   */
  static void release(RoutingContext request) {
    Runnable release = request.get(RELEASE);
    if (release != null) {
      release.run();
    }
  }

  /** The form is on disk, and stays there until this is closed, even if its client hangs up. */
  static OnDisk onDisk(RoutingContext request) {
    release(request);
    return coming(request);
  }

  /** The same of a body that is only now brought to disk. */
  static OnDisk coming(RoutingContext request) {
    OnDisk place = request.get(ON_DISK);
    place.used = true;
    return place;
  }

  /** A place for a form on disk. */
  static final class OnDisk implements AutoCloseable {
    private final Semaphore room;
    private final AtomicBoolean held = new AtomicBoolean(true);
    private volatile boolean used;

    private OnDisk(Semaphore room) {
      this.room = room;
    }

    /** A form that never reached a resource has been deleted with its request. */
    private void requestEnded() {
      if (!used) {
        close();
      }
    }

    @Override
    public void close() {
      if (held.getAndSet(false)) {
        room.release();
      }
    }
  }

  private static Problem tooLarge(long limit) {
    return Problem.of(413, "TOO_LARGE", "The body may have at most %d KB.".formatted(limit >> 10));
  }

  private static long length(@Nullable String header) {
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      // The server refuses it right after.
      return 0;
    }
  }
}
