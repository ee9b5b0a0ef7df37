package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.jobs.LongLog;
import dev.darkroom.testing.Overheard;
import dev.darkroom.testing.Scrape;
import dev.darkroom.testing.SseReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who ask for a long log and never read it, over sockets that fill up. */
class StuckReadersIT {
  private static final int READERS = 60;
  private static final long MEGABYTE = 1 << 20;
  private static final Path SOCKETS = Path.of("/proc/self/net");

  /** The ports of both ends, and the number of the file that holds it. */
  private static final Pattern SOCKET =
      Pattern.compile(" *\\d+: \\w+:(\\w+) \\w+:(\\w+)(?: +\\S+){5} +\\S+ +(\\d+) ");

  /** More than any socket holds, which is some megabytes on the way of this machine to itself. */
  private static final int LINES = 20_000;

  /** Of any answer here; it has some lines of the log at its end. */
  private static final int HEAD_BYTES = 1000;

  /** Beats come every 15 seconds, and the second one finds that nothing was taken. */
  private static final Duration DROPPED_WITHIN = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void whoNeverReadsIsDroppedAndNobodyElseNotices() throws Exception {
    // CI is Linux, so there it always runs.
    Assumptions.assumeTrue(Files.exists(SOCKETS), "sockets are read as Linux tells of them");
    try (SqliteFile rows =
        new SqliteFile(Files.createDirectories(folder.resolve("data")).resolve("darkroom.db"))) {
      LongLog.write(rows.jobs(), "you@localhost", LINES, Instant.now());
    }
    List<Socket> stuck = new ArrayList<>();
    try (Emulator emulator = Emulator.start(EmulatorSettings.forTests(folder.resolve("emulator")));
        RealServer server = new RealServer(folder, environment(emulator))) {
      server.awaitReady();
      try (SmallJobs small = new SmallJobs(List.of(server));
          Overheard line = new Overheard(server.port());
          SseReader reads = new SseReader(line.port(), "/api/events", null, Long.MAX_VALUE)) {
        small.submit(1);
        assertEquals(1, small.awaitTaken());
        SmallJobs.awaitAllEnded(server);
        await().until(() -> streams(server) == 1);
        long memory = server.resident();
        for (int i = 0; i < READERS; i++) {
          stuck.add(open(server.port()));
        }
        await().until(() -> streams(server) == 1 + READERS);
        assertEquals(READERS, held(stuck, server));

        small.submit(20);
        assertEquals(21, small.awaitTaken());
        assertTold(21, reads);
        long more = server.resident() - memory;
        System.out.printf("%d stuck streams: %d MB more%n", READERS, more / MEGABYTE);
        assertTrue(more < 150 * MEGABYTE, () -> more / MEGABYTE + " MB more");

        await().until(() -> streams(server) == 1);
        await().until(() -> held(stuck, server) == 0);
        small.submit(1);
        assertEquals(22, small.awaitTaken());
        assertTold(1, reads);
        line.requireDescribed();
      }
    } finally {
      for (Socket each : stuck) {
        each.close();
      }
    }
  }

  /** So many jobs were admitted, as somebody hears who reads. */
  private static void assertTold(int jobs, SseReader reads) throws IOException {
    int admitted = 0;
    while (admitted < jobs) {
      SseReader.Event event = reads.next();
      assertNotNull(event, "the stream of one who reads has ended");
      admitted += event.name().equals("admitted") ? 1 : 0;
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(DROPPED_WITHIN).pollInterval(Duration.ofMillis(250));
  }

  /** One who reads the head of the answer, and then nothing. */
  private static Socket open(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(2048);
    socket.connect(new InetSocketAddress("localhost", port));
    String request =
        "GET /api/events?after=0 HTTP/1.1\r\nHost: localhost:%d\r\n\r\n".formatted(port);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    Overheard.require(port, "/api/events", socket.getInputStream().readNBytes(HEAD_BYTES));
    return socket;
  }

  private static long streams(RealServer server) throws IOException, InterruptedException {
    return Math.round(Scrape.of(server.text("/q/metrics")).sum("darkroom_streams"));
  }

  /** How many of these connections the server holds. One that it has closed is nobody's. */
  private static long held(List<Socket> stuck, RealServer server) throws IOException {
    List<String> ports = stuck.stream().map(each -> "%04X".formatted(each.getLocalPort())).toList();
    String here = "%04X".formatted(server.port());
    long held = 0;
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(SOCKETS.resolve(table))) {
        Matcher socket = SOCKET.matcher(line);
        boolean ours = socket.lookingAt() && here.equals(socket.group(1));
        held += ours && ports.contains(socket.group(2)) && !"0".equals(socket.group(3)) ? 1 : 0;
      }
    }
    return held;
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
