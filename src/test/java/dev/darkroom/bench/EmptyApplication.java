package dev.darkroom.bench;

import io.quarkus.runtime.Application;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Quarkus application with one endpoint and nothing behind it, built once with Maven. */
final class EmptyApplication {
  private static final long BUILD_SECONDS_MAX = 300;

  private EmptyApplication() {}

  /**
   * The packaged application, of the same Quarkus and in the same form as Darkroom.
   *
   * @throws IOException saying why it could not be built
   */
  static Path jar() throws IOException, InterruptedException {
    String quarkus = Application.class.getPackage().getImplementationVersion();
    Path folder =
        Path.of(System.getProperty("darkroom.jar")).resolveSibling("bench-empty-" + quarkus);
    Path jar = folder.resolve("target/empty-runner.jar");
    if (!Files.exists(jar)) {
      write("pom.xml", folder.resolve("pom.xml"));
      write("Empty.java", folder.resolve("src/main/java/Empty.java"));
      build(folder, quarkus);
    }
    return jar;
  }

  private static void write(String name, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream source = EmptyApplication.class.getResourceAsStream("/bench/empty/" + name)) {
      if (source == null) {
        throw new IOException(name + " is missing");
      }
      Files.write(file, source.readAllBytes());
    }
  }

  private static void build(Path folder, String quarkus) throws IOException, InterruptedException {
    Process maven =
        new ProcessBuilder("mvn", "-B", "-ntp", "-q", "-Dquarkus.version=" + quarkus, "package")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("build.log").toFile())
            .start();
    if (!maven.waitFor(BUILD_SECONDS_MAX, TimeUnit.SECONDS) || maven.exitValue() != 0) {
      maven.destroyForcibly();
      throw new IOException("it could not be built, see build.log in " + folder.getFileName());
    }
  }
}
