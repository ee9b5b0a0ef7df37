package dev.darkroom.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A packaged application as a process of its own. */
final class PackagedServer implements AutoCloseable {
  private static final Duration SERVING_WITHIN = Duration.ofMinutes(2);
  private static final long STOP_SECONDS = 20;
  private static final Pattern LIVE = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern USED = Pattern.compile("(?:heap|generation) .*?used (\\d+)K");

  private final Process process;
  private final int port;
  private final long started;
  private final ProcessBuilder builder;

  private PackagedServer(Process process, int port, long started, ProcessBuilder builder) {
    this.process = process;
    this.port = port;
    this.started = started;
    this.builder = builder;
  }

  /**
   * Starts Darkroom with half a gigabyte of heap, as {@code ./darkroom run} does.
   *
   * @param environment more settings
   */
  static PackagedServer darkroom(Path folder, Map<String, String> environment) throws IOException {
    int port = freePort();
    Path jar = Path.of(System.getProperty("darkroom.jar"));
    return start(
        jar,
        port,
        Map.of(
            "DARKROOM_DATA_DIR", folder.toString(),
            "DARKROOM_PORT", Integer.toString(port),
            "DARKROOM_EMULATOR_PORT", "0"),
        environment);
  }

  /** Starts Darkroom by {@code ./darkroom run} itself, which becomes the server. */
  static PackagedServer byScript(Path folder) throws IOException {
    int port = freePort();
    Path jar = Path.of(System.getProperty("darkroom.jar"));
    Path script = jar.resolveSibling("../darkroom").normalize();
    return start(
        List.of(script.toString(), "run"),
        jar,
        port,
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "DARKROOM_DATA_DIR", folder.toString(),
            "DARKROOM_PORT", Integer.toString(port),
            "DARKROOM_EMULATOR_PORT", "0"));
  }

  static PackagedServer empty(Path jar) throws IOException {
    int port = freePort();
    return start(jar, port, Map.of("QUARKUS_HTTP_PORT", Integer.toString(port)), Map.of());
  }

  private static PackagedServer start(
      Path jar, int port, Map<String, String> settings, Map<String, String> more)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-jar",
            jar.toString());
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    return start(command, jar, port, all);
  }

  private static PackagedServer start(
      List<String> command, Path jar, int port, Map<String, String> settings) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(jar.resolveSibling("bench.log").toFile()));
    builder.environment().putAll(settings);
    long started = System.nanoTime();
    Process process = builder.start();
    // Whoever stops the benchmark does not want its servers to go on.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new PackagedServer(process, port, started, builder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Since the process was started. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Waits until it answers here; how long that took from its start. */
  Duration awaitServing(String path) throws InterruptedException {
    while (!serves(path)) {
      if (!process.isAlive() || age().compareTo(SERVING_WITHIN) > 0) {
        throw new IllegalStateException("the server did not start; see bench.log beside its jar");
      }
      Thread.sleep(5);
    }
    return age();
  }

  private boolean serves(String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Loader.exchange(
          socket.getOutputStream(), new BufferedInputStream(socket.getInputStream()), path);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The heap in use, garbage included. */
  long heapBytes() throws IOException, InterruptedException {
    List<Long> used = new ArrayList<>();
    Matcher matcher = USED.matcher(jcmd("GC.heap_info"));
    while (matcher.find()) {
      used.add(Long.parseLong(matcher.group(1)) * 1024);
    }
    if (used.isEmpty()) {
      throw new IllegalStateException("the JVM did not tell its heap");
    }
    return used.stream().mapToLong(Long::longValue).sum();
  }

  /** What a full collection leaves, counted before a busy server makes new garbage. */
  long liveHeapBytes() throws IOException, InterruptedException {
    Matcher total = LIVE.matcher(jcmd("GC.class_histogram"));
    if (!total.find()) {
      throw new IllegalStateException("the JVM did not count its objects");
    }
    return Long.parseLong(total.group(1));
  }

  /** What the objects that are still in use take, exactly; everything else is collected. */
  long liveBytes() throws IOException, InterruptedException {
    return jcmd("GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.replaceFirst(".* ", "")))
        .findFirst()
        .orElseThrow();
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return answer;
  }

  /** Asks it to stop, and the doctor to look at what it leaves; what that ends with. */
  int doctor() throws IOException, InterruptedException {
    process.destroy();
    process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    List<String> command = new ArrayList<>(builder.command());
    String jar = command.removeLast();
    command.removeLast();
    command.addAll(List.of("-cp", jar, "dev.darkroom.OfflineMain", "doctor"));
    return builder.command(command).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }
}
