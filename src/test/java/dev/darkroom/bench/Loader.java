package dev.darkroom.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Loads a server over a few connections that are kept: each asks, waits for the answer, and asks
 * again. It reads no more of an answer than it must, since it shares the processors.
 */
final class Loader {
  private final int port;
  private final int connections;

  Loader(int port, int connections) {
    this.port = port;
    this.connections = connections;
  }

  /** What came of it. */
  static final class Load {
    static final Load NONE = new Load(0, new long[0]);

    private final double seconds;
    private final long[] latencies;

    /**
     * One run.
     *
     * @param seconds how long it took
     * @param latencies nanoseconds, sorted
     */
    private Load(double seconds, long[] latencies) {
      this.seconds = seconds;
      this.latencies = latencies;
    }

    /** Answers whose rate is not asked for. */
    static Load of(long[] latencies) {
      return NONE.plus(new Load(0, latencies));
    }

    int count() {
      return latencies.length;
    }

    double perSecond() {
      return latencies.length / seconds;
    }

    /** The latency that this share of the answers kept to, in milliseconds. */
    double quantileMs(double share) {
      return latencies[(int) Math.min(latencies.length - 1L, (long) (latencies.length * share))]
          / 1e6;
    }

    Load plus(Load other) {
      long[] both =
          LongStream.concat(LongStream.of(latencies), LongStream.of(other.latencies))
              .sorted()
              .toArray();
      return new Load(seconds + other.seconds, both);
    }
  }

  /**
   * Loads for so long.
   *
   * @param paths gives the path of each request; used by many threads
   * @throws IllegalStateException if an answer is not 200
   */
  Load run(Duration within, Supplier<String> paths) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    Callable<long[]> caller = () -> call(end, paths);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<long[]>> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(callers.submit(caller));
      }
      Load whole = new Load(within.toNanos() / 1e9, new long[0]);
      for (Future<long[]> one : all) {
        whole = whole.plus(new Load(0, one.get()));
      }
      return whole;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the server cannot be loaded", e.getCause());
    }
  }

  private long[] call(long end, Supplier<String> paths) throws IOException {
    long[] latencies = new long[1 << 12];
    int count = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
        exchange(socket.getOutputStream(), in, paths.get());
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, count * 2);
        }
        latencies[count++] = System.nanoTime() - start;
      }
    }
    return Arrays.copyOf(latencies, count);
  }

  /** Asks once, and reads the answer to its end. */
  static void exchange(OutputStream out, InputStream in, String path) throws IOException {
    out.write(
        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    String status = line(in);
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).trim());
      }
    }
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IllegalStateException(path + " answered " + status);
    }
    if (length < 0) {
      skipChunks(in);
    } else {
      in.skipNBytes(length);
    }
  }

  private static void skipChunks(InputStream in) throws IOException {
    int length;
    do {
      length = Integer.parseInt(line(in), 16);
      in.skipNBytes(length);
      line(in);
    } while (length > 0);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
