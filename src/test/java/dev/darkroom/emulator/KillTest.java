package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The emulator as a process of its own, killed as by {@code kill -9}. */
@Timeout(90)
class KillTest {
  private static final int BEFORE_THE_KILL = 20;

  @TempDir Path folder;

  /** A running process and the address of its queue. */
  private record Running(Process process, URI queue) {}

  private Running launch(int runMillis) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            EmulatorMain.class.getName());
    builder.environment().put("DARKROOM_DATA_DIR", folder.toString());
    builder.environment().put("DARKROOM_EMULATOR_PORT", "0");
    builder.environment().put("DARKROOM_EMULATOR_QUEUE_MILLIS", "0");
    builder.environment().put("DARKROOM_EMULATOR_RUN_MILLIS", Integer.toString(runMillis));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    BufferedReader lines = process.inputReader();
    for (String line; (line = lines.readLine()) != null; ) {
      if (line.startsWith("FAL_QUEUE_URL=")) {
        return new Running(process, URI.create(line.substring(line.indexOf('=') + 1)));
      }
    }
    throw new IOException("the emulator did not start");
  }

  @Test
  void whatWasAcceptedIsFinishedAfterAKill() throws Exception {
    var accepted = new ConcurrentLinkedQueue<String>();
    Running first = launch(60_000);
    submitUntilKilled(first, accepted);
    assertTrue(accepted.size() >= BEFORE_THE_KILL);

    Running second = launch(0);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String id : accepted) {
        URI request = URI.create(second.queue() + "/fal-ai/clarity-upscaler/requests/" + id);
        URI stream = URI.create(request + "/status/stream");
        String events = client.send(Caller.to(stream).build(), BodyHandlers.ofString()).body();
        assertTrue(events.contains("COMPLETED"), events);
        var result = client.send(Caller.to(request).build(), BodyHandlers.ofString());
        assertEquals(422, result.statusCode());
        assertTrue(result.body().contains("image_load_error"), result.body());
      }
    } finally {
      second.process().destroy();
      assertEquals(143, second.process().waitFor());
    }
  }

  /** Several callers submit as fast as they can, and are still at it when the process dies. */
  private static void submitUntilKilled(Running running, ConcurrentLinkedQueue<String> accepted)
      throws InterruptedException {
    var enough = new CountDownLatch(BEFORE_THE_KILL);
    try (HttpClient client = HttpClient.newHttpClient();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      URI model = URI.create(running.queue() + "/fal-ai/clarity-upscaler");
      var submit =
          Caller.to(model)
              .POST(BodyPublishers.ofString("{\"image_url\":\"data:text/plain,nothing\"}"))
              .build();
      for (int caller = 0; caller < 4; caller++) {
        callers.execute(
            () -> {
              try {
                while (true) {
                  var answer = client.send(submit, BodyHandlers.ofString());
                  accepted.add(Json.MAPPER.readTree(answer.body()).path("request_id").asText());
                  enough.countDown();
                }
              } catch (IOException | InterruptedException _) {
                // The process is dead, which ends this caller.
              }
            });
      }
      enough.await();
      running.process().destroyForcibly().waitFor();
    }
  }

  @Test
  void aSecondProcessOnTheSameFolderIsRefused() throws Exception {
    Running first = launch(0);
    try {
      var second =
          new ProcessBuilder(
                  first.process().info().command().orElseThrow(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  EmulatorMain.class.getName())
              .redirectErrorStream(true);
      second.environment().put("DARKROOM_DATA_DIR", folder.toString());
      second.environment().put("DARKROOM_EMULATOR_PORT", "0");
      Process process = second.start();
      List<String> lines = process.inputReader().lines().toList();
      assertFalse(process.waitFor() == 0);
      assertTrue(
          lines.stream().anyMatch(line -> line.contains("another emulator")), lines.toString());
    } finally {
      first.process().destroy();
    }
  }
}
