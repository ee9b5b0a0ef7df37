package dev.darkroom.media;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pixels in memory that Linux may give in pages of two megabytes. In its usual ones of four
 * kilobytes, a large picture's first writing takes longer than all the rest of its decoding.
 */
final class LargePages {
  private static final long PAGE_BYTES = 2 << 20;

  /** Linux's MADV_HUGEPAGE (madvise(2)). */
  private static final int ADVICE = 14;

  private static final Optional<MethodHandle> ADVISE = advise();

  private LargePages() {}

  /** Pixels that hold nothing yet, which the caller closes. */
  static Mat mat(int rows, int columns, int type) {
    Mat mat = new Mat(rows, columns, type);
    long start = mat.data().address();
    // Only whole pages inside: what lies around belongs to others.
    long from = Math.ceilDiv(start, PAGE_BYTES) * PAGE_BYTES;
    long to = Math.floorDiv(start + rows * mat.step(), PAGE_BYTES) * PAGE_BYTES;
    if (from < to) {
      ADVISE.ifPresent(advise -> call(advise, from, to - from));
    }
    return mat;
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> advise() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor shape = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    return linker
        .defaultLookup()
        .find("madvise")
        .map(function -> linker.downcallHandle(function, shape));
  }

  /** A kernel without such pages refuses, and all is as before. */
  private static void call(MethodHandle advise, long from, long bytes) {
    try {
      int _ = (int) advise.invokeExact(from, bytes, ADVICE);
    } catch (Throwable e) {
      throw new IllegalStateException("madvise failed, which indicates a bug", e);
    }
  }
}
