package dev.darkroom.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP answer, read whole.
 *
 * @param headers by lower-case name, the first of each
 * @param body at most the bytes that were allowed
 * @param cut whether there was more than that
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the room
record Answer(int status, Map<String, String> headers, byte[] body, boolean cut) {
  /** Strings may be as long as a body may be: a result can hold a picture as a data URI. */
  static final JsonMapper JSON = mapper();

  /** Answers of the queue and the storage are a few hundred bytes; only logs can grow. */
  static final int MAX_QUEUE_BYTES = 1_000_000;

  static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written; indicates a bug", e);
    }
  }

  boolean ok() {
    return status / 100 == 2;
  }

  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  /** The body as a JSON object, or empty if it is anything else. */
  Optional<ObjectNode> object() {
    if (cut) {
      return Optional.empty();
    }
    try {
      JsonNode tree = JSON.readTree(body);
      return tree instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The body as a JSON object, empty if it is anything else. */
  ObjectNode objectOrEmpty() {
    return object().orElseGet(JsonNodeFactory.instance::objectNode);
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
    return mapper;
  }
}
