package dev.darkroom.media;

import java.util.List;
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
   * <p>Never to be called from a pixel thread: both would soon wait for each other.
   *
   * @throws PictureException BROKEN, with words for people, in place of OpenCV's own exception
   */
  static <T> T call(Supplier<T> work) {
    return await(start(work));
  }

  /** Begins {@code work} as soon as a pixel thread is free; its end is to be awaited. */
  static <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(() -> guarded(work), POOL);
  }

  /** Waits for work that was started, and throws as {@link #call} does. */
  static <T> T await(CompletableFuture<T> work) {
    try {
      return work.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  /** Waits until all have ended, whether well or not; then throws what the first to fail threw. */
  static void all(List<Runnable> works) {
    CompletableFuture<?>[] started =
        works.stream().map(PixelThreads::start).toArray(CompletableFuture<?>[]::new);
    await(CompletableFuture.allOf(started));
  }

  /** Begins {@code work}, as {@link #start(Supplier)} does. */
  static CompletableFuture<Boolean> start(Runnable work) {
    return start(
        () -> {
          work.run();
          return true;
        });
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
