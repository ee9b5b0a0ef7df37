package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.media.Films;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with a heap of 512 MB, and videos of which two would fill it at once. */
@EnabledOnOs(OS.LINUX)
class LargeVideosIT {
  private static final Logger LOG = Logger.getLogger(LargeVideosIT.class);
  private static final int VIDEOS = 10;
  private static final long VIDEO_BYTES = 100_000_000;
  private static final long RESIDENT_MAX = 1L << 30;

  @TempDir Path folder;

  @Test
  void tenVideosPassThroughAtOnceInLittleMemory() throws Exception {
    List<Path> films = new ArrayList<>();
    for (int i = 0; i < VIDEOS; i++) {
      films.add(film(folder.resolve(i + ".mp4"), 12 + i));
    }
    try (Emulator emulator = Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")));
        RealServer server = new RealServer(folder, RealServer.environment(emulator, Map.of()))) {
      server.awaitReady();
      List<String> keys = atOnce(films, server::upload);
      List<JsonNode> large =
          atOnce(
              keys,
              key ->
                  server.result("/api/tools/video-upscale", "{\"r2_key\":\"%s\"}".formatted(key)));
      List<Long> sizes = atOnce(large, result -> server.download(result.get("url").asText()));
      List<Long> originals = atOnce(keys, key -> server.download(address(server, key)));

      assertEquals(VIDEOS, server.get("/api/library?limit=100").get("items").size());
      assertTrue(sizes.stream().allMatch(bytes -> bytes > 1000), sizes.toString());
      assertTrue(originals.stream().allMatch(bytes -> bytes == VIDEO_BYTES), originals.toString());
      assertEquals(10L * VIDEOS, emulator.calls(Call.UPLOAD), "ten parts each");
      assertEquals(5000 - 100 * VIDEOS, server.get("/api/credits").get("balance").asInt());
      long peak = server.peakResident();
      LOG.infof("%d videos of %d MB: %d MB resident", VIDEOS, VIDEO_BYTES / 1_000_000, peak >> 20);
      assertTrue(peak < RESIDENT_MAX, () -> (peak >> 20) + " MB resident");
    }
  }

  private static String address(RealServer server, String key) {
    return "http://127.0.0.1:" + server.port() + "/api/storage/file?key=" + key;
  }

  /** A short video and a box of nothing after it, as a sparse file. */
  private static Path film(Path file, int frames) throws IOException {
    byte[] film = Films.mp4(320, 180, frames, 24);
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(film);
      out.writeInt((int) (VIDEO_BYTES - film.length));
      out.writeBytes("free");
      out.setLength(VIDEO_BYTES);
    }
    return file;
  }

  private interface Step<A, B> {
    B of(A each) throws Exception;
  }

  private static <A, B> List<B> atOnce(List<A> all, Step<A, B> step) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<B>> calls = new ArrayList<>();
      for (A each : all) {
        calls.add(() -> step.of(each));
      }
      List<B> results = new ArrayList<>();
      for (Future<B> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    }
  }
}
