package dev.darkroom.testing;

import dev.darkroom.testing.Described.Answer;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts answers together from the parts in which they are written, on one connection, on which a
 * server answers one request after the other.
 */
final class Ear {
  private final Consumer<Answer> hears;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private volatile String method = "";
  private volatile String path = "";
  private volatile boolean listens;
  private @Nullable HttpResponse head;

  Ear(Consumer<Answer> hears) {
    this.hears = hears;
  }

  /** The next answer is to this request; said before any of it is written. */
  void asked(String method, String path) {
    this.method = method;
    this.path = path;
    this.listens = Described.speaksOf(method, path);
  }

  /** What was asked last. */
  String method() {
    return method;
  }

  /** A part of an answer; what is no part of one is passed over. */
  void hear(Object part) {
    if (!listens) {
      return;
    }
    if (part instanceof HttpResponse begin && begin.status().code() >= 200) {
      head = begin;
      body.reset();
    }
    HttpResponse answer = head;
    if (answer == null) {
      return;
    }
    // Of anything else the kind is enough, and a stream may have no end.
    boolean isText = answer.headers().get("Content-Type", "json").contains("json");
    if (isText && part instanceof HttpContent content) {
      ByteBuf bytes = content.content();
      byte[] copy = new byte[bytes.readableBytes()];
      bytes.getBytes(bytes.readerIndex(), copy);
      body.writeBytes(copy);
    }
    if (!isText || part instanceof LastHttpContent) {
      HttpHeaders headers = answer.headers();
      String text = body.toString(StandardCharsets.UTF_8);
      hears.accept(new Answer(method, path, answer.status().code(), headers::get, text));
      listens = false;
      head = null;
    }
  }
}
