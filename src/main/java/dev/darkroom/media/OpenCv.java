package dev.darkroom.media;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/** Loads OpenCV once, on first use, with the settings that can only be given before. */
final class OpenCv {
  static {
    // JavaCPP refuses to allocate once the process is larger than twice the Java heap; pixels live
    // outside the heap and are bounded by the pixel limit and the number of pixel threads instead.
    if (System.getProperty("org.bytedeco.javacpp.maxPhysicalBytes") == null) {
      System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }
    // A broken upload is the user's news, not the operator's.
    setDefaultEnvironment("OPENCV_LOG_LEVEL", "SILENT");
    // Linked in by core, never called by us; its threads would only take memory.
    setDefaultEnvironment("OPENBLAS_NUM_THREADS", "1");
    Loader.load(opencv_imgcodecs.class);
  }

  private OpenCv() {}

  /** Returns once the libraries are loaded. */
  static void load() {}

  /** For native code only: Java's own view of its environment cannot change. */
  @SuppressWarnings("restricted")
  private static void setDefaultEnvironment(String name, String value) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("setenv"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int overwrite = 0;
      int _ =
          (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), overwrite);
    } catch (Throwable e) {
      throw new IllegalStateException("setenv failed, which indicates a bug", e);
    }
  }
}
