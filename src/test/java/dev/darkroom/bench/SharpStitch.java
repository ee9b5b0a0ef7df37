package dev.darkroom.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The same stitch on sharp, by a Node process that stays; sharp comes from npm, once. */
final class SharpStitch implements AutoCloseable {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "stitch.mjs");
  private static final long INSTALL_SECONDS_MAX = 180;

  private final Process node;
  private final BufferedReader answers;
  private final BufferedWriter questions;
  private final String versions;

  private SharpStitch(Process node) throws IOException {
    this.node = node;
    this.answers = node.inputReader();
    this.questions = node.outputWriter();
    this.versions = answer();
  }

  /**
   * Starts it.
   *
   * @param arguments as stitch.mjs takes them
   * @throws IOException saying why there is none
   */
  static SharpStitch start(String... arguments) throws IOException, InterruptedException {
    Path folder = installed();
    List<String> command =
        Stream.concat(Stream.of("node", "stitch.mjs"), Stream.of(arguments)).toList();
    Process node =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("stitch.log").toFile())
            .start();
    try {
      return new SharpStitch(node);
    } catch (IOException e) {
      node.destroyForcibly();
      throw e;
    }
  }

  private static Path installed() throws IOException, InterruptedException {
    Path folder = Path.of(System.getProperty("darkroom.jar")).resolveSibling("bench-sharp");
    Files.createDirectories(folder);
    boolean same = Files.exists(folder.resolve("node_modules/sharp"));
    for (String name : FILES) {
      same &= write(name, folder.resolve(name));
    }
    if (!same) {
      install(folder);
    }
    return folder;
  }

  /** Whether it was there already. */
  private static boolean write(String name, Path file) throws IOException {
    try (InputStream source = SharpStitch.class.getResourceAsStream("/bench/sharp/" + name)) {
      if (source == null) {
        throw new IOException(name + " is missing");
      }
      byte[] bytes = source.readAllBytes();
      boolean same = Files.exists(file) && Arrays.equals(bytes, Files.readAllBytes(file));
      Files.write(file, bytes);
      return same;
    }
  }

  private static void install(Path folder) throws IOException, InterruptedException {
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("install.log").toFile())
            .start();
    if (!npm.waitFor(INSTALL_SECONDS_MAX, TimeUnit.SECONDS) || npm.exitValue() != 0) {
      npm.destroyForcibly();
      throw new IOException(
          "sharp could not be installed, see install.log in " + folder.getFileName());
    }
  }

  /** As sharp tells them. */
  String versions() {
    return versions;
  }

  /** Stitches once. */
  double ms(Setting setting) throws IOException {
    questions.write(setting.level() + " " + setting.filtered());
    questions.newLine();
    questions.flush();
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("sharp does not run, see stitch.log in target/bench-sharp");
    }
    return line;
  }

  @Override
  public void close() {
    node.destroyForcibly();
  }

  /**
   * How sharp packs a PNG.
   *
   * @param level of deflate, 0 to 9
   * @param filtered whether the filter of each row is looked for
   */
  record Setting(int level, boolean filtered) {
    /** Sharp's own choice. */
    static final Setting USUAL = new Setting(6, false);

    @Override
    public String toString() {
      return "level " + level + (filtered ? " with filters" : " without filters");
    }
  }
}
