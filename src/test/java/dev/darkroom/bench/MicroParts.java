package dev.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.bench.Sizes.Size;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.openjdk.jmh.generators.bytecode.JmhBytecodeGenerator;

/**
 * {@link Parts} by JMH. Its harness is generated and compiled here, and not with the tests: what it
 * generates does not pass as clean as our own code must.
 */
final class MicroParts implements Measurement {
  private static final long MINUTES_MAX = 10;

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    int stored = sizes.get(Size.PARTS_STORED);
    StoredJobs.fill(folder, Instant.now(), stored, 0, 0);
    Path harness = Files.createDirectories(folder.resolve("harness"));
    generate(harness, Files.createDirectories(folder.resolve("sources")));
    Path report = folder.resolve("report.json");
    Process jmh =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                harness + File.pathSeparator + System.getProperty("java.class.path"),
                "org.openjdk.jmh.Main",
                "-jvmArgs",
                "--enable-native-access=ALL-UNNAMED -D%s=\"%s\" -D%s=%d"
                    .formatted(Parts.FOLDER, folder, Parts.STORED, stored),
                "-foe",
                "true",
                "-rf",
                "json",
                "-rff",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolveSibling("jmh.log").toFile())
            .start();
    try {
      if (!jmh.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || jmh.exitValue() != 0) {
        throw new IOException("JMH failed, see target/jmh.log");
      }
    } finally {
      jmh.destroyForcibly();
    }
    List<Figure> figures = new ArrayList<>();
    for (JsonNode each : new ObjectMapper().readTree(report.toFile())) {
      figures.add(figure(each, stored));
    }
    return figures;
  }

  private static Figure figure(JsonNode measured, int stored) {
    String name = measured.path("benchmark").asText().replaceFirst(".*[.]", "");
    JsonNode score = measured.path("primaryMetric");
    return Figure.plain(
        "part, %,d jobs stored: %s"
            .formatted(stored, name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT)),
        "%.1f ± %.1f µs for one caller"
            .formatted(score.path("score").asDouble(), score.path("scoreError").asDouble()));
  }

  /** From the compiled class alone, since the sources need not be at hand. */
  private static void generate(Path harness, Path sources) throws Exception {
    Path alone = Files.createDirectories(sources.resolveSibling("alone"));
    Path classes = Path.of(Parts.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path name = Path.of(Parts.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(alone.resolve(name).getParent());
    Files.copy(classes.resolve(name), alone.resolve(name));
    JmhBytecodeGenerator.main(
        new String[] {alone.toString(), sources.toString(), harness.toString(), "asm"});
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", harness.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))
        != 0) {
      throw new IOException("The harness of JMH does not compile");
    }
  }
}
