package dev.darkroom.db.surreal;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SurrealDB's values in CBOR. Its JSON is of no use: there a user's text that begins like a date or
 * a record's name becomes one.
 *
 * <p>In Java they are String, Boolean, Long, Double, BigDecimal, {@link Instant}, {@link RecordId},
 * {@link None}, null, and List and Map of them. A {@link JsonNode} can be written, and comes back
 * as these.
 */
final class Cbor {
  private static final CBORFactory FACTORY = new CBORFactory();

  private static final int TAG_NONE = 6;
  private static final int TAG_RECORD = 8;
  private static final int TAG_DECIMAL = 10;
  private static final int TAG_DATETIME = 12;
  private static final int UNTAGGED = -1;

  private Cbor() {}

  /** A value of a kind that no record of ours holds: whoever reads its field refuses it. */
  record Other(int tag, @Nullable Object plain) {}

  static byte[] write(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator to = FACTORY.createGenerator(bytes)) {
      write(to, value);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed: indicates a bug", e);
    }
    return bytes.toByteArray();
  }

  private static void write(CBORGenerator to, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> to.writeNull();
      case String text -> to.writeString(whole(text));
      case Boolean truth -> to.writeBoolean(truth);
      case Integer number -> to.writeNumber(number);
      case Long number -> to.writeNumber(number);
      case Double number -> to.writeNumber(number);
      case Instant at -> writeTagged(to, TAG_DATETIME, at.getEpochSecond(), (long) at.getNano());
      case RecordId id -> writeTagged(to, TAG_RECORD, id.table(), id.key());
      case None none -> {
        to.writeTag(TAG_NONE);
        to.writeNull();
      }
      case JsonNode json -> writeJson(to, json);
      case List<?> list -> {
        to.writeStartArray(list, list.size());
        for (Object each : list) {
          write(to, each);
        }
        to.writeEndArray();
      }
      case Map<?, ?> map -> {
        to.writeStartObject(map, map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.writeFieldName((String) entry.getKey());
          write(to, entry.getValue());
        }
        to.writeEndObject();
      }
      default -> throw new IllegalStateException(value.getClass() + " is no value: a bug");
    }
  }

  private static void writeJson(CBORGenerator to, JsonNode json) throws IOException {
    if (json.isObject()) {
      to.writeStartObject(json, json.size());
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        to.writeFieldName(whole(entry.getKey()));
        writeJson(to, entry.getValue());
      }
      to.writeEndObject();
    } else if (json.isArray()) {
      to.writeStartArray(json, json.size());
      for (JsonNode each : json) {
        writeJson(to, each);
      }
      to.writeEndArray();
    } else if (json.isIntegralNumber() && json.canConvertToLong()) {
      to.writeNumber(json.longValue());
    } else if (json.isFloatingPointNumber()) {
      to.writeNumber(json.doubleValue());
    } else if (json.isBoolean()) {
      to.writeBoolean(json.booleanValue());
    } else if (json.isNull()) {
      to.writeNull();
    } else {
      // A text, or a number that the server would silently wrap: as its digits it is kept.
      to.writeString(whole(json.asText()));
    }
  }

  /** Half of a surrogate pair is no character, and CBOR cannot say it. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void writeTagged(CBORGenerator to, int tag, Object first, Object second)
      throws IOException {
    to.writeTag(tag);
    write(to, List.of(first, second));
  }

  /**
   * Reads one value.
   *
   * @throws IOException if it is none
   */
  static @Nullable Object read(InputStream from) throws IOException {
    try (CBORParser parser = FACTORY.createParser(from)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static @Nullable Object read(CBORParser from) throws IOException {
    int tag = from.getCurrentTag();
    JsonToken token = from.currentToken();
    if (token == null) {
      throw new IOException("the value ends in the middle");
    }
    Object plain =
        switch (token) {
          case VALUE_NULL -> tag == TAG_NONE ? None.NONE : null;
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          case VALUE_STRING -> from.getText();
          case VALUE_NUMBER_INT -> from.getLongValue();
          case VALUE_NUMBER_FLOAT -> from.getDoubleValue();
          case START_ARRAY -> list(from);
          case START_OBJECT -> map(from);
          case VALUE_EMBEDDED_OBJECT -> new Other(tag, from.getBinaryValue());
          default -> throw new IOException("%s is not expected here".formatted(token));
        };
    return switch (tag) {
      case UNTAGGED, TAG_NONE -> plain;
      case TAG_RECORD -> new RecordId((String) part(plain, 0), part(plain, 1));
      case TAG_DATETIME -> Instant.ofEpochSecond((Long) part(plain, 0), (Long) part(plain, 1));
      case TAG_DECIMAL -> new BigDecimal(String.valueOf(plain));
      default -> new Other(tag, plain);
    };
  }

  private static Object part(@Nullable Object plain, int index) throws IOException {
    if (plain instanceof List<?> parts && parts.size() == 2) {
      return Objects.requireNonNull(parts.get(index));
    }
    throw new IOException("a record id or a datetime has two parts");
  }

  private static List<@Nullable Object> list(CBORParser from) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (from.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(from));
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(CBORParser from) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (from.nextToken() != JsonToken.END_OBJECT) {
      String name = from.currentName();
      from.nextToken();
      map.put(name, read(from));
    }
    return map;
  }
}
