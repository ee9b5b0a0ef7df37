package dev.darkroom.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces by OTLP over HTTP, as a collector does, and keeps what a test looks at. */
public final class TraceCollector implements AutoCloseable {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /**
   * One span.
   *
   * @param parent empty for a root
   * @param texts its attributes that are texts
   */
  public record Span(
      String trace, String id, String parent, String name, Map<String, String> texts) {}

  private TraceCollector(HttpServer server) {
    this.server = server;
  }

  public static TraceCollector start() throws IOException {
    TraceCollector collector =
        new TraceCollector(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    collector.server.createContext("/v1/traces", collector::take);
    collector.server.start();
    return collector;
  }

  /** What to give as the endpoint. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Each once: what is not answered in time is sent again. */
  public List<Span> spans() {
    return spans.stream().distinct().toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ByteBuffer request = ByteBuffer.wrap(exchange.getRequestBody().readAllBytes());
      for (ByteBuffer resource : fields(request, 1)) {
        for (ByteBuffer scope : fields(resource, 2)) {
          fields(scope, 2).forEach(span -> spans.add(span(span)));
        }
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Span span(ByteBuffer span) {
    List<ByteBuffer> parent = fields(span, 4);
    return new Span(
        hex(fields(span, 1).getFirst()),
        hex(fields(span, 2).getFirst()),
        parent.isEmpty() ? "" : hex(parent.getFirst()),
        text(fields(span, 5).getFirst()),
        texts(span));
  }

  private static Map<String, String> texts(ByteBuffer span) {
    Map<String, String> texts = new HashMap<>();
    for (ByteBuffer attribute : fields(span, 9)) {
      String name = text(fields(attribute, 1).getFirst());
      for (ByteBuffer value : fields(attribute, 2)) {
        fields(value, 1).forEach(text -> texts.put(name, text(text)));
      }
    }
    return texts;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }

  /** All fields of a message that have this number and are bytes, texts or messages. */
  private static List<ByteBuffer> fields(ByteBuffer message, int number) {
    ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<ByteBuffer> found = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = Math.toIntExact(varint(in));
      switch (tag & 7) {
        case VARINT -> varint(in);
        case FIXED64 -> in.getLong();
        case FIXED32 -> in.getInt();
        case BYTES -> {
          int length = Math.toIntExact(varint(in));
          if (tag >> 3 == number) {
            found.add(in.slice(in.position(), length));
          }
          in.position(in.position() + length);
        }
        default -> throw new IllegalStateException("not a message");
      }
    }
    return found;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
