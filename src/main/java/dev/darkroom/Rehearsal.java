package dev.darkroom;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Starts the server on an empty folder and free ports, asks it a little, and stops it: what a JVM
 * that runs with {@code -XX:AOTCacheOutput} remembers of that makes the next starts quick. Nothing
 * that the environment tells the server is wanted here, so it refuses to run with any of it.
 */
final class Rehearsal {
  private static final Logger LOG = Logger.getLogger(Rehearsal.class);
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The page, what it asks first, and what watches a server. */
  private static final List<String> PATHS =
      List.of(
          "/api/session",
          "/",
          "/api/jobs",
          "/api/library",
          "/api/credits",
          "/api/templates",
          "/q/health/ready",
          "/q/metrics");

  private Rehearsal() {}

  /**
   * The start that follows uses this folder, and ends with 0 if all was answered.
   *
   * @param folder empty; it is left full
   */
  @SuppressWarnings("SystemOut") // There is no log yet.
  static void prepare(Path folder) {
    String settings = SettingsInUse.of(System.getenv());
    if (!settings.isEmpty()) {
      System.err.println("A rehearsal takes no settings, but there are " + settings);
      System.exit(1);
    }
    int port = freePort();
    System.setProperty("darkroom.data-dir", folder.toAbsolutePath().toString());
    System.setProperty("quarkus.http.port", Integer.toString(port));
    System.setProperty("darkroom.emulator.port", "0");
    Thread.ofPlatform().daemon().name("rehearsal").start(() -> ask(port));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("There is no free port", e);
    }
  }

  private static void ask(int port) {
    boolean answered = false;
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI server = URI.create("http://127.0.0.1:" + port);
      answered = serves(client, server.resolve(PATHS.getFirst()));
      for (String path : PATHS) {
        int status = status(client, server.resolve(path));
        LOG.infof("%s is answered %d", path, status);
        answered &= status == 200;
      }
    } catch (IOException e) {
      answered = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Quarkus.asyncExit(answered ? 0 : 1);
  }

  private static boolean serves(HttpClient client, URI address) throws InterruptedException {
    long endNanos = System.nanoTime() + WITHIN.toNanos();
    while (System.nanoTime() < endNanos) {
      try {
        return status(client, address) == 200;
      } catch (IOException e) {
        Thread.sleep(PAUSE);
      }
    }
    return false;
  }

  private static int status(HttpClient client, URI address)
      throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(address).timeout(WITHIN).build();
    HttpResponse<Void> answer = client.send(get, BodyHandlers.discarding());
    return answer.statusCode();
  }
}
