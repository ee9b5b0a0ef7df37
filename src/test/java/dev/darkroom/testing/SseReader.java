package dev.darkroom.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events over a socket of its own, and can stop at any byte. */
public final class SseReader implements AutoCloseable {
  private static final Pattern FIELD = Pattern.compile("(id|event|data|retry)?:|$");

  /** Several beats. */
  private static final Duration WITHIN = Duration.ofMinutes(1);

  private final Socket socket;
  private final BufferedReader in;

  /** The first line of the answer. */
  public final String status;

  /** One event; what was not sent is empty. */
  public record Event(String id, String name, String data) {}

  /**
   * Asks for a stream.
   *
   * @param last the {@code Last-Event-ID}, or null
   * @param bytesMax after so many bytes of the answer the connection is cut
   */
  public SseReader(int port, String path, @Nullable String last, long bytesMax) throws IOException {
    socket = new Socket("localhost", port);
    socket.setSoTimeout(30_000);
    OutputStream out = socket.getOutputStream();
    String header = last == null ? "" : "Last-Event-ID: " + last + "\r\n";
    // Of HTTP/1.0 the answer is not chunked.
    String request =
        "GET %s HTTP/1.0\r\nHost: localhost:%d\r\n%s\r\n".formatted(path, port, header);
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    in =
        new BufferedReader(
            new InputStreamReader(
                new Cut(socket.getInputStream(), bytesMax), StandardCharsets.UTF_8),
            1);
    status = String.valueOf(in.readLine());
    String line = in.readLine();
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
  }

  /**
   * The next event that has a name; null if the stream ends before it does.
   *
   * @throws IOException if for a minute nothing comes but what shows that the server lives
   */
  public @Nullable Event next() throws IOException {
    long startNanos = System.nanoTime();
    String id = "";
    String name = "";
    String data = "";
    boolean known = true;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.isEmpty() && !known) {
        throw new IOException("There is a field that events do not have: " + data);
      }
      if (line.isEmpty() && !name.isEmpty()) {
        return new Event(id, name, data);
      }
      if (System.nanoTime() - startNanos > WITHIN.toNanos()) {
        throw new IOException("There is no next event");
      }
      known &= FIELD.matcher(line).lookingAt();
      id = value(line, "id", id);
      name = value(line, "event", name);
      data = value(line, "data", data);
    }
    return null;
  }

  /** Reads until the server shows that it lives. */
  public void awaitBeat() throws IOException {
    String line = in.readLine();
    while (line != null && !line.startsWith(":")) {
      line = in.readLine();
    }
    if (line == null) {
      throw new IOException("The stream has ended");
    }
  }

  private static String value(String line, String field, String before) {
    return line.startsWith(field + ":") ? line.substring(field.length() + 1).strip() : before;
  }

  /** All that comes until it ends. */
  public List<Event> all() throws IOException {
    List<Event> events = new ArrayList<>();
    for (Event event = next(); event != null; event = next()) {
      events.add(event);
    }
    return events;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A stream that ends early. */
  private static final class Cut extends InputStream {
    private final InputStream in;
    private long left;

    Cut(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? in.read() : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int one = length == 0 ? 0 : read();
      if (one < 0) {
        return -1;
      }
      into[from] = (byte) one;
      return Math.min(length, 1);
    }
  }
}
