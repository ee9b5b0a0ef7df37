package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Texts and numbers that were once too much for somebody. */
final class OddValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "2",
          "-1",
          "3.5",
          "0.1",
          "100",
          "2147483648",
          "9223372036854775807",
          "-9223372036854775809",
          "1e308",
          "-1e-308",
          "1e999",
          "-1e999",
          "1e-99999",
          "1e99999999");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "\ud800",
          "\udc08\ud83d",
          "🐈",
          "e\u0301\u202e\ufeff\uffff",
          "../../etc/passwd",
          "' OR 1=1 --",
          "NaN",
          "null",
          "%00%s%n",
          "{{x}} ${x} {x}",
          "<script>",
          "https://127.0.0.1/a.png",
          "http://[",
          "data:image/png;base64,AAAA",
          "data:",
          "2026-02-30T25:61:61Z",
          "\r\nX: y",
          "ü".repeat(3000),
          "a".repeat(70_000));

  private final Random random;

  OddValues(Random random) {
    this.random = random;
  }

  String text() {
    if (!chance(4)) {
      return TEXTS.get(random.nextInt(TEXTS.size()));
    }
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(30); left > 0; left--) {
      text.append((char) random.nextInt(chance(2) ? 0x80 : 0x10000));
    }
    return text.toString();
  }

  JsonNode number() {
    if (chance(2)) {
      return JSON.numberNode(random.nextInt(12));
    }
    String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return number.matches("-?\\d+")
        ? JSON.numberNode(new BigInteger(number))
        : JSON.numberNode(new BigDecimal(number));
  }

  /** So many lists in each other. */
  static JsonNode deep(int levels) {
    JsonNode deep = JSON.objectNode();
    for (int i = 0; i < levels; i++) {
      deep = JSON.arrayNode().add(deep);
    }
    return deep;
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
