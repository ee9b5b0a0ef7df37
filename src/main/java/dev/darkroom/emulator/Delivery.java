package dev.darkroom.emulator;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends answers: whole, or as badly as ordered; waits end when the emulator closes. */
final class Delivery {
  private static final int TICKS_PER_SECOND = 10;
  private static final int BLOCK_BYTES = 64 << 10;
  private static final byte[] PNG_START = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
  };
  private static final byte[] JSON_START = "{\"padding\":\"".getBytes(StandardCharsets.US_ASCII);

  private final CountDownLatch closing;

  Delivery(CountDownLatch closing) {
    this.closing = closing;
  }

  void whole(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
    try (OutputStream out = start(exchange, answer)) {
      switch (answer.body()) {
        case Answer.Live live -> live.writer().writeTo(out);
        case Answer.Bytes _, Answer.Whole _ -> {
          if (!exchange.getRequestMethod().equals("HEAD")) {
            try (InputStream in = open(answer.body())) {
              in.transferTo(out);
            }
          }
        }
      }
    }
  }

  /** Sends the head, announcing all of the body, and half of it. */
  void half(HttpExchange exchange, Answer answer) throws IOException {
    OutputStream out = start(exchange, answer);
    try (InputStream in = open(answer.body())) {
      long left = sizeBytes(answer.body()) / 2;
      byte[] block = new byte[BLOCK_BYTES];
      int read;
      while (left > 0 && (read = in.read(block, 0, (int) Math.min(left, block.length))) > 0) {
        out.write(block, 0, read);
        left -= read;
      }
      out.flush();
    }
    throw new Cut();
  }

  void drip(HttpExchange exchange, Answer answer, Way.Drip way)
      throws IOException, InterruptedException {
    int bytesPerTick = Math.max(1, way.bytesPerSecond() / TICKS_PER_SECOND);
    OutputStream out = start(exchange, answer);
    try (InputStream in = open(answer.body())) {
      for (int tick = 0; tick < way.maxSeconds() * TICKS_PER_SECOND; tick++) {
        byte[] drop = in.readNBytes(bytesPerTick);
        if (drop.length == 0) {
          out.close();
          return;
        }
        out.write(drop);
        out.flush();
        pause(1000 / TICKS_PER_SECOND);
      }
    }
    throw new Cut();
  }

  void huge(HttpExchange exchange, Way.HugeBody way, boolean picture) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", picture ? "image/png" : "application/json");
    exchange.sendResponseHeaders(200, way.declared() ? way.bytes() : 0);
    try (OutputStream out = exchange.getResponseBody()) {
      byte[] start = picture ? PNG_START : JSON_START;
      byte[] block = new byte[BLOCK_BYTES];
      Arrays.fill(block, (byte) 'x');
      System.arraycopy(start, 0, block, 0, start.length);
      long left = way.bytes();
      while (left > 0 && closing.getCount() > 0) {
        out.write(block, 0, (int) Math.min(left, block.length));
        left -= Math.min(left, block.length);
        Arrays.fill(block, 0, start.length, (byte) 'x');
      }
    }
  }

  void stall(int seconds) throws IOException, InterruptedException {
    pause(TimeUnit.SECONDS.toMillis(seconds));
    throw new Cut();
  }

  private void pause(long millis) throws InterruptedException, Cut {
    if (closing.await(millis, TimeUnit.MILLISECONDS)) {
      throw new Cut();
    }
  }

  private static OutputStream start(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.contentType());
    answer.headers().forEach(headers::set);
    if (answer.body() instanceof Answer.Live) {
      exchange.sendResponseHeaders(answer.status(), 0);
      return exchange.getResponseBody();
    }
    long sizeBytes = sizeBytes(answer.body());
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Long.toString(sizeBytes));
      exchange.sendResponseHeaders(answer.status(), -1);
    } else {
      exchange.sendResponseHeaders(answer.status(), sizeBytes == 0 ? -1 : sizeBytes);
    }
    return exchange.getResponseBody();
  }

  private static long sizeBytes(Answer.Body body) {
    return switch (body) {
      case Answer.Bytes bytes -> bytes.bytes().length;
      case Answer.Whole whole -> whole.sizeBytes();
      case Answer.Live _ -> 0;
    };
  }

  private static InputStream open(Answer.Body body) throws IOException {
    return switch (body) {
      case Answer.Bytes bytes -> new ByteArrayInputStream(bytes.bytes());
      case Answer.Whole whole -> Files.newInputStream(whole.file());
      case Answer.Live _ -> InputStream.nullInputStream();
    };
  }

  /** Thrown out of the handler, it makes the server close the connection at once. */
  static final class Cut extends IOException {
    Cut() {
      super("cut on purpose");
    }
  }
}
