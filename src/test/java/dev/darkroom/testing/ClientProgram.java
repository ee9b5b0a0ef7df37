package dev.darkroom.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The TypeScript client of {@code client/}, compiled once, and programs of Node that use it. */
public final class ClientProgram {
  private static final NodeProgram NODE =
      new NodeProgram("client", "NO NODE: the TypeScript client is neither compiled nor run.");
  private static final Path CLIENT = Path.of("client");
  private static final Path COMPILED = Path.of("target", "client-js");

  private ClientProgram() {}

  /** What the compiler says of this project; empty if nothing is wrong. */
  public static String compile(String project, String... options) throws IOException {
    List<String> arguments = Stream.concat(Stream.of("-p", project), Stream.of(options)).toList();
    return output(
        NODE.script("node_modules/typescript/bin/tsc", arguments.toArray(String[]::new)), 120);
  }

  /** Where the compiled client is. */
  private static String compiled() throws IOException {
    String said = compile(CLIENT.toString(), "--outDir", COMPILED.toString());
    if (!said.isEmpty()) {
      throw new IOException("The client does not compile:\n" + said);
    }
    Files.writeString(COMPILED.resolve("package.json"), "{\"type\":\"module\"}");
    return COMPILED.resolve("index.js").toUri().toString();
  }

  /** Starts a program that is handed the client and this. */
  public static Process start(String program, File output, String... arguments) throws IOException {
    return NodeProgram.start(command(program, arguments), output);
  }

  /** Runs it to its end; what it says. */
  public static String run(String program, int withinSeconds, String... arguments)
      throws IOException {
    return output(command(program, arguments), withinSeconds);
  }

  private static List<String> command(String program, String... arguments) throws IOException {
    String[] all =
        Stream.concat(Stream.of(compiled()), Stream.of(arguments)).toArray(String[]::new);
    return NODE.script(program, all);
  }

  private static String output(List<String> command, int withinSeconds) throws IOException {
    Path output = Files.createTempFile("client", ".log");
    Process process = NodeProgram.start(command, output.toFile());
    try {
      if (!process.waitFor(withinSeconds, TimeUnit.SECONDS)) {
        throw new IOException(command + " does not end:\n" + Files.readString(output));
      }
      String said = Files.readString(output);
      boolean isCompiler = command.get(1).endsWith("tsc");
      if (process.exitValue() != 0 && !isCompiler) {
        throw new IOException(command + " failed:\n" + said);
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      NodeProgram.kill(process);
      Files.delete(output);
    }
  }
}
