package dev.darkroom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.testing.AnswersSeen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged jar as a process of its own, to be started, killed and started again. */
final class RealServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_WITHIN = Duration.ofSeconds(90);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Path folder;
  private final Map<String, String> environment;
  private final int port;
  private final List<String> options;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private Process process;

  RealServer(Path folder, Map<String, String> environment) throws IOException {
    this(folder, environment, freePort());
  }

  /**
   * On a port that others were told of before.
   *
   * @param options of the JVM, which win over the usual ones
   */
  RealServer(Path folder, Map<String, String> environment, int port, String... options)
      throws IOException {
    this.folder = Files.createDirectories(folder);
    this.environment = environment;
    this.port = port;
    this.options = List.of(options);
    this.process = launch();
  }

  /** The environment of a server that has this provider, and these settings besides. */
  static Map<String, String> environment(Emulator provider, Map<String, String> more) {
    return environment(provider.queueUrl(), provider.restUrl(), more);
  }

  /** The same, by another way to the provider. */
  static Map<String, String> environment(URI queue, URI rest, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FAL_KEY", "test:test");
    environment.put("FAL_QUEUE_URL", queue.toString());
    environment.put("FAL_REST_URL", rest.toString());
    environment.putAll(more);
    return environment;
  }

  /** The names by which users know settings: darkroom.surreal.url is SURREAL_URL to them. */
  static Map<String, String> variables(Map<String, String> properties) {
    Map<String, String> variables = new HashMap<>();
    properties.forEach((property, value) -> variables.put(variable(property), value));
    return variables;
  }

  private static String variable(String property) {
    return property
        .replaceFirst("darkroom[.]", "")
        .replace('.', '_')
        .replace('-', '_')
        .toUpperCase(Locale.ROOT);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    List<String> server = List.of("-jar", System.getProperty("darkroom.jar"));
    return java(server, ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
  }

  private Process java(List<String> program, ProcessBuilder.Redirect output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(options);
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("DARKROOM_DATA_DIR", data().toString());
    builder.environment().put("DARKROOM_PORT", Integer.toString(port));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Runs a command with the settings of the server, which is not there; what it says. */
  String offline(String... command) throws IOException, InterruptedException {
    List<String> program = new ArrayList<>();
    program.addAll(List.of("-cp", System.getProperty("darkroom.jar"), "dev.darkroom.OfflineMain"));
    program.addAll(List.of(command));
    Path said = folder.resolve("said");
    if (!java(program, ProcessBuilder.Redirect.to(said.toFile())).waitFor(60, TimeUnit.SECONDS)) {
      throw new IOException("It does not end: " + program);
    }
    return Files.readString(said);
  }

  Path data() {
    return folder.resolve("data");
  }

  int port() {
    return port;
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** Waits until it answers. */
  void awaitReady() throws IOException {
    Awaitility.await()
        .atMost(START_WITHIN)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || answers());
    if (!process.isAlive()) {
      throw new IOException("The server ended at its start:\n" + log());
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      return send(request("/q/health/ready").GET().build()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** kill -9, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  /** Asks it to stop, as an operator does, and waits until it has; how long that took. */
  Duration stop() throws IOException, InterruptedException {
    return stop(() -> {});
  }

  /** Does something between the two. */
  Duration stop(Runnable meanwhile) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    process.destroy();
    meanwhile.run();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new IOException("It does not stop:\n" + log());
    }
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** With what it ended. */
  int exitCode() {
    return process.exitValue();
  }

  void startAgain() throws IOException {
    process = launch();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(request(path).GET().build()).body());
  }

  /** What is answered, if it is no JSON. */
  String text(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build()).body();
  }

  HttpResponse<String> post(String path, String json, String idempotencyKey)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  /** Uploads a file; the answer is its key. */
  String upload(byte[] png) throws IOException, InterruptedException {
    String head =
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n";
    HttpResponse<String> answer =
        send(
            request("/api/storage/upload")
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(
                    HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(head),
                        HttpRequest.BodyPublishers.ofByteArray(png),
                        HttpRequest.BodyPublishers.ofString("\r\n--edge--\r\n")))
                .build());
    if (answer.statusCode() != 201) {
      throw new IOException("upload answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).get("key").asText();
  }

  /** Uploads a file that is too large for memory; the answer is its key. */
  String upload(Path file) throws IOException, InterruptedException {
    String head =
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
            .formatted(file.getFileName());
    HttpResponse<String> answer =
        send(
            request("/api/storage/upload")
                .timeout(LONG)
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(
                    HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(head),
                        HttpRequest.BodyPublishers.ofFile(file),
                        HttpRequest.BodyPublishers.ofString("\r\n--edge--\r\n")))
                .build());
    if (answer.statusCode() != 201) {
      throw new IOException("upload answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).get("key").asText();
  }

  /** Posts to an operation that is waited for; the answer is the body of its 200. */
  JsonNode result(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            request(path)
                .timeout(LONG)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** The bytes at an address that an answer named. */
  long download(String url) throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(URI.create(url)).timeout(LONG).build();
    HttpResponse<InputStream> answer = http.send(get, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      if (get.uri().getPort() == port) {
        AnswersSeen.require(answer);
      }
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  long pid() {
    return process.pid();
  }

  /** The most memory that was ever resident, in bytes; Linux alone tells. */
  long peakResident() throws IOException {
    return status("VmHWM:");
  }

  private long status(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  /** What the process holds in bytes, without its garbage; Linux alone tells. */
  long resident() throws IOException, InterruptedException {
    Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    String jcmd = java.resolveSibling("jcmd").toString();
    for (int times = 0; times < 2; times++) {
      Process collect =
          new ProcessBuilder(jcmd, Long.toString(pid()), "GC.run")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!collect.waitFor(30, TimeUnit.SECONDS) || collect.exitValue() != 0) {
        throw new IOException("Its garbage cannot be collected:\n" + log());
      }
    }
    return status("VmRSS:");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return AnswersSeen.require(http.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    http.close();
  }
}
