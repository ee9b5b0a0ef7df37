package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands who watch and to whom nothing happens. */
class StreamsIT {
  private static final int STREAMS = 5000;
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void fiveThousandIdleStreamsCostLittleAndSubmitsAreStillAnswered() throws Exception {
    // CI is Linux, so there it always runs.
    Path status = Path.of("/proc/self/status");
    Assumptions.assumeTrue(Files.exists(status), "the memory of a process is read as Linux tells");
    List<SocketChannel> streams = new ArrayList<>();
    try (Emulator emulator = Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")));
        RealServer server = new RealServer(folder, environment(emulator))) {
      server.awaitReady();
      try (SmallJobs small = new SmallJobs(List.of(server))) {
        small.submit(20);
        small.awaitTaken();
        SmallJobs.awaitAllEnded(server);
        long before = memory(server.pid());
        for (int i = 0; i < STREAMS; i++) {
          streams.add(open(server.port()));
        }
        for (SocketChannel stream : streams) {
          assertTrue(first(stream).startsWith("HTTP/1.1 200 OK"), "a stream was not opened");
        }
        long more = memory(server.pid()) - before;
        System.out.printf("%d idle streams: %d MB more%n", STREAMS, more / MEGABYTE);
        assertTrue(more < 300 * MEGABYTE, () -> more / MEGABYTE + " MB more");

        small.submit(20);
        assertEquals(40, small.awaitTaken());
        SmallJobs.awaitAllEnded(server);
        for (SocketChannel stream : streams) {
          assertTrue(first(stream).contains("event:admitted"), "nothing was told");
        }
      }
    } finally {
      for (SocketChannel stream : streams) {
        stream.close();
      }
    }
  }

  private static SocketChannel open(int port) throws IOException {
    SocketChannel stream = SocketChannel.open(new InetSocketAddress("localhost", port));
    String request = "GET /api/events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n".formatted(port);
    stream.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    return stream;
  }

  /** What has come, of which there is some. */
  private static String first(SocketChannel stream) throws IOException {
    ByteBuffer some = ByteBuffer.allocate(2000);
    stream.read(some);
    return new String(some.array(), 0, some.position(), StandardCharsets.UTF_8);
  }

  /** What the process holds in bytes, without its garbage. */
  private static long memory(long pid) throws IOException, InterruptedException {
    Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    String jcmd = java.resolveSibling("jcmd").toString();
    for (int times = 0; times < 2; times++) {
      Process collect =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertTrue(collect.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, collect.exitValue());
    }
    String resident =
        Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(resident.replaceAll("\\D", "")) * 1024;
  }

  private static Map<String, String> environment(Emulator emulator) {
    return Map.of(
        "FAL_KEY", "test:test",
        "FAL_QUEUE_URL", emulator.queueUrl().toString(),
        "FAL_REST_URL", emulator.restUrl().toString(),
        "DARKROOM_JOBS_UNFINISHED_MAX", "100",
        "DARKROOM_REQUESTS_PER_MINUTE", "1000000");
  }
}
