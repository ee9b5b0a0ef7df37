package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer as a value, so that cruelty can be done to it before it is sent. */
record Answer(int status, String contentType, Map<String, String> headers, Body body) {

  sealed interface Body {}

  @SuppressWarnings("ArrayRecordComponent") // Made once, sent once, never compared.
  record Bytes(byte[] bytes) implements Body {}

  record Whole(Path file, long sizeBytes) implements Body {}

  /** Written piece by piece, chunked, until the writer returns. */
  record Live(Writer writer) implements Body {}

  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException, InterruptedException;
  }

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer json(int status, JsonNode body) {
    return new Answer(status, "application/json", Map.of(), new Bytes(Json.bytes(body)));
  }

  static Answer detail(int status, String text) {
    return json(status, Json.object().put("detail", text));
  }

  static Answer status(int status, String word) {
    return json(status, Json.object().put("status", word));
  }

  static Answer file(String contentType, Path file, long sizeBytes) {
    return new Answer(200, contentType, Map.of(), new Whole(file, sizeBytes));
  }

  static Answer canned(Way.Answers way) {
    return new Answer(
        way.status(),
        way.contentType(),
        Map.of(),
        new Bytes(way.body().getBytes(StandardCharsets.UTF_8)));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, more, body);
  }
}
