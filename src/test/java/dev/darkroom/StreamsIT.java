package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.testing.Overheard;
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
        long before = server.resident();
        for (int i = 0; i < STREAMS; i++) {
          streams.add(open(server.port()));
        }
        for (SocketChannel stream : streams) {
          String begins = first(stream);
          assertTrue(begins.startsWith("HTTP/1.1 200 OK"), "a stream was not opened");
          Overheard.require(server.port(), "/api/events", begins.getBytes(StandardCharsets.UTF_8));
        }
        long more = server.resident() - before;
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

  private static Map<String, String> environment(Emulator emulator) {
    return RealServer.environment(
        emulator,
        Map.of(
            "DARKROOM_JOBS_UNFINISHED_MAX", "100",
            "DARKROOM_REQUESTS_PER_MINUTE", "1000000"));
  }
}
