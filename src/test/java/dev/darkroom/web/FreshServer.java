package dev.darkroom.web;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A data folder and a port of its own for each start, so that two runs never meet. */
public class FreshServer implements QuarkusTestResourceLifecycleManager {
  private final Path folder;

  public FreshServer() {
    try {
      this.folder = Files.createTempDirectory("darkroom-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> start() {
    String port = Integer.toString(freePort());
    return Map.of(
        "darkroom.data-dir",
        folder.toString(),
        "quarkus.http.test-port",
        port,
        "darkroom.public-url",
        "http://localhost:" + port);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
