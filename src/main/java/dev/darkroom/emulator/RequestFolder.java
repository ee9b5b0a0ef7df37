package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The durable side of the queue: one JSON file a request, replaced as a whole, and beside it how
 * often it was tried and what is still to be told.
 */
final class RequestFolder {
  private static final Logger LOG = Logger.getLogger(RequestFolder.class);

  private final Path requests;
  private final Path temporary;

  /** One request as it lies on disk; no outcome means that it is still to be done. */
  record Stored(
      Submission submission, JsonNode input, Optional<Outcome> outcome, List<LogLine> logs) {

    /** What is kept in memory. */
    Stored head() {
      return new Stored(submission, NullNode.getInstance(), outcome.map(Outcome::head), List.of());
    }
  }

  RequestFolder(Path requests, Path temporary) {
    this.requests = requests;
    this.temporary = temporary;
  }

  /** Returns when the request would survive a power cut. */
  void write(Stored stored) throws IOException {
    String id = stored.submission().id();
    write(stored, file(id));
  }

  Stored read(String id) throws IOException {
    return Json.MAPPER.readValue(file(id).toFile(), Stored.class);
  }

  void delete(String id) throws IOException {
    Files.deleteIfExists(file(id));
    Files.deleteIfExists(attempts(id));
    forgetHook(id);
  }

  /** Counts one more attempt, which survives the death of the process; returns the count. */
  long countAttempt(String id) throws IOException {
    Files.write(
        attempts(id), new byte[] {'.'}, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return Files.size(attempts(id));
  }

  void forgetAttempts(String id) throws IOException {
    Files.deleteIfExists(attempts(id));
  }

  /** Returns when it would be told after a power cut too, once its request has ended. */
  void writeHook(Hook hook) throws IOException {
    write(hook, hook(hook.id()));
  }

  Optional<Hook> readHook(String id) {
    return hasHook(id) ? readHook(hook(id)) : Optional.empty();
  }

  boolean hasHook(String id) {
    return Files.exists(hook(id));
  }

  void forgetHook(String id) throws IOException {
    Files.deleteIfExists(hook(id));
  }

  /** What is still to be told of requests that have ended. */
  List<Hook> finishedHooks() throws IOException {
    List<Hook> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(requests, "*.hook")) {
      for (Path file : files) {
        Optional<Hook> hook = readHook(file);
        if (hook.isPresent() && hasEnded(hook.get().id())) {
          found.add(hook.get());
        }
      }
    }
    return found;
  }

  /**
   * All requests, oldest first, without the inputs and bodies, which would not fit in memory.
   *
   * <p>A file that cannot be read is told and left alone.
   */
  List<Stored> all() throws IOException {
    List<Stored> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(requests, "*.json")) {
      for (Path file : files) {
        try {
          found.add(Json.MAPPER.readValue(file.toFile(), Stored.class).head());
        } catch (IOException e) {
          LOG.warnf("request file %s cannot be read: %s", file.getFileName(), e.getClass());
        }
      }
    }
    found.sort(Comparator.comparing(stored -> stored.submission().id()));
    return found;
  }

  /** Empty if it was told while we looked; one that cannot be read is told and left alone. */
  private static Optional<Hook> readHook(Path file) {
    try {
      return Optional.of(Json.MAPPER.readValue(file.toFile(), Hook.class));
    } catch (FileNotFoundException _) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warnf("webhook file %s cannot be read: %s", file.getFileName(), e.getClass());
      return Optional.empty();
    }
  }

  private boolean hasEnded(String id) throws IOException {
    try {
      return read(id).outcome().isPresent();
    } catch (FileNotFoundException _) {
      return false;
    }
  }

  private void write(Object value, Path file) throws IOException {
    Path draft = Files.createTempFile(temporary, "request", ".json");
    Files.write(draft, Json.bytes(value));
    Durable.move(draft, file);
  }

  private Path file(String id) {
    return requests.resolve(id + ".json");
  }

  private Path attempts(String id) {
    return requests.resolve(id + ".attempts");
  }

  private Path hook(String id) {
    return requests.resolve(id + ".hook");
  }
}
