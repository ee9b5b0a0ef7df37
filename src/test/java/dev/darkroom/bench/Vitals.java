package dev.darkroom.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * What a process holds at one moment; Linux alone tells.
 *
 * @param heapBytes of objects that are in use
 * @param residentBytes of memory, whatever they are for
 * @param files that are open, sockets among them
 * @param threads of the platform
 * @param connections of TCP that are established, of those who ask it and of those it asks
 */
record Vitals(long heapBytes, long residentBytes, int files, int threads, int connections) {
  private static final Path PROC = Path.of("/proc");
  private static final String ESTABLISHED = "01";
  private static final int STATE = 3;
  private static final int INODE = 9;

  static boolean areTold() {
    return Files.isDirectory(PROC.resolve("self/fd"));
  }

  static Vitals of(PackagedServer server) throws IOException, InterruptedException {
    long heap = server.liveBytes();
    Path process = PROC.resolve(Long.toString(server.pid()));
    Set<String> sockets = new HashSet<>();
    int files = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path each : open) {
        files++;
        sockets.add(target(each));
      }
    }
    return new Vitals(
        heap,
        status(process, "VmRSS:") << 10,
        files,
        (int) status(process, "Threads:"),
        connections(process, sockets));
  }

  /** Where it leads; it may have been closed meanwhile. */
  private static String target(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static long status(Path process, String field) throws IOException {
    return Files.readAllLines(process.resolve("status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }

  private static int connections(Path process, Set<String> sockets) throws IOException {
    int count = 0;
    for (String table : new String[] {"net/tcp", "net/tcp6"}) {
      for (String line : Files.readAllLines(process.resolve(table))) {
        String[] columns = line.strip().split(" +", -1);
        if (columns.length > INODE
            && columns[STATE].equals(ESTABLISHED)
            && sockets.contains("socket:[" + columns[INODE] + "]")) {
          count++;
        }
      }
    }
    return count;
  }

  @Override
  public String toString() {
    return "heap %d MB, resident %d MB, %d files, %d threads, %d connections"
        .formatted(heapBytes >> 20, residentBytes >> 20, files, threads, connections);
  }
}
