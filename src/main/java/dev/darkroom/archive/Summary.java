package dev.darkroom.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the lines of a file add up to; its last line. */
final class Summary {
  static final int FORMAT = 1;

  /** The first line of every file. */
  static final String HEAD = "{\"kind\":\"darkroom\",\"format\":%d}".formatted(FORMAT);

  static final String BEGIN = "{\"kind\":\"summary\",";

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final Map<String, Long> sums = new LinkedHashMap<>();
  private final MessageDigest digest;

  Summary() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, 0L);
    }
    for (String sum : List.of("balance", "held", "deltas", "open_holds", "charged")) {
      sums.put(sum, 0L);
    }
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
    update(HEAD);
  }

  private void update(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
  }

  /** Adds a line; {@code text} is what stands in the file. */
  void add(Line line, String text) {
    update(text);
    counts.merge(line.kind(), 1L, Long::sum);
    switch (line.kind()) {
      case ACCOUNT -> {
        add("balance", line.number("balance"));
        add("held", line.number("held"));
      }
      case JOB ->
          add("charged", line.value("charged_credits") instanceof Long credits ? credits : 0);
      case HOLD ->
          add("open_holds", line.text("state").equals("open") ? line.number("credits") : 0);
      case ENTRY -> add("deltas", line.number("delta"));
      case EVENT, IDEMPOTENCY, FIRST_JOB, LIBRARY_ITEM, TEMPLATE, SEED -> {}
    }
  }

  private void add(String sum, long value) {
    sums.merge(sum, value, Long::sum);
  }

  /** SHA-256 of all lines before the last one: the name of what is in the file. */
  String digest() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The JDK's own SHA-256 can be copied", e);
    }
  }

  /** How many lines there are so far, without the first one. */
  long lines() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The last line of a file, without its end. */
  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", "summary");
    ObjectNode count = json.putObject("counts");
    counts.forEach((kind, lines) -> count.put(kind.word(), lines));
    ObjectNode sum = json.putObject("sums");
    sums.forEach(sum::put);
    json.put("sha256", digest());
    return Line.write(json);
  }

  /** For people. */
  String words() {
    String kinds =
        counts.entrySet().stream()
            .map(each -> each.getKey().word() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    return "%s; balances add up to %d, holds to %d"
        .formatted(kinds, sums.get("balance"), sums.get("held"));
  }
}
