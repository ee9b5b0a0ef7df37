package dev.darkroom.media;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The two platform threads on which all pixel work runs.
 *
 * <p>They bound how many pictures are decoded at a time, and they keep native calls, which would
 * pin a virtual thread's carrier for seconds, away from the threads that answer requests.
 */
final class PixelThreads {
  private static final int THREADS = 2;

  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().name("pixels-", 1).daemon().factory());

  private PixelThreads() {}

  /**
   * Waits for {@code work}; an interrupt does not end the wait, as native code cannot be stopped.
   *
   * @throws PictureException BROKEN, with words for people, in place of OpenCV's own exception
   */
  static <T> T call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(() -> guarded(work), POOL).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private static <T> T guarded(Supplier<T> work) {
    OpenCv.load();
    try {
      return work.get();
    } catch (RuntimeException e) {
      // JavaCPP turns a C++ exception into exactly this class; anything else is ours.
      if (e.getClass() == RuntimeException.class) {
        throw new PictureException(
            PictureException.Kind.BROKEN, "The picture cannot be processed; it may be damaged.", e);
      }
      throw e;
    }
  }
}
