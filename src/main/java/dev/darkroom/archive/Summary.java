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
  static final int FORMAT = 4;

  /** The first line of every file. */
  static final String HEAD = "{\"kind\":\"darkroom\",\"format\":%d}".formatted(FORMAT);

  static final String BEGIN = "{\"kind\":\"summary\",";

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

  /** Of fields of accounts; what else must be the same sum, {@link Books} compares. */
  private final Map<String, Long> sums = new LinkedHashMap<>();

  private final MessageDigest digest;

  Summary() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, 0L);
    }
    for (String sum : List.of("balance", "held")) {
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
    if (line.kind() == Kind.ACCOUNT) {
      sums.replaceAll((field, sum) -> sum + line.number(field));
    }
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
