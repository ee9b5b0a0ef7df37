package dev.darkroom.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A program of {@code src/test/<name>} that Node runs, with packages from npm in {@code
 * target/<name>}.
 */
public final class NodeProgram {
  private final Path sources;
  private final Path installed;
  private final String missing;

  /**
   * @param missing what is said where there is no Node: tests are skipped with it, but fail in CI
   */
  public NodeProgram(String name, String missing) {
    this.sources = Path.of("src/test", name);
    this.installed = Path.of("target", name);
    this.missing = missing;
  }

  /** Whether the PATH names a folder with it. */
  public static boolean onThePath(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** What runs it, installed once for each lock file. */
  public List<String> command(String... arguments) throws IOException {
    return script("server.mjs", arguments);
  }

  /** The same of another of its files, or of its packages'. */
  public List<String> script(String file, String... arguments) throws IOException {
    requireNode();
    install();
    List<String> command = new ArrayList<>();
    command.add("node");
    command.add(installed.resolve(file).toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts a child that says all to the log. It ends with its input, and with this process. */
  public static Process start(List<String> command, File log) throws IOException {
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    // A test that dies leaves nothing behind.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(child)));
    return child;
  }

  /** kill -9, and waits until it is gone. */
  public static void kill(Process child) {
    child.destroyForcibly();
    try {
      child.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void requireNode() {
    if (!onThePath("node") || !onThePath("npm")) {
      if (System.getenv("CI") != null) {
        throw new IllegalStateException(missing);
      }
      System.err.println(missing);
      throw new TestAbortedException(missing);
    }
  }

  private void install() throws IOException {
    Path lock = sources.resolve("package-lock.json");
    Path marker = installed.resolve("installed-" + Files.getLastModifiedTime(lock).toMillis());
    Files.createDirectories(installed);
    for (Path file : files()) {
      Files.write(installed.resolve(file.getFileName()), Files.readAllBytes(file));
    }
    if (!Files.exists(marker)) {
      run(List.of("npm", "ci", "--omit=peer", "--no-audit", "--no-fund"));
      Files.createFile(marker);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(sources)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(installed.toFile()).redirectErrorStream(true).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String said = String.join("\n", out.lines().toList());
      if (process.waitFor() != 0) {
        throw new IOException(command + " failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
