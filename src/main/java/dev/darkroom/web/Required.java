package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.access.EmailAddress;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.operations.Refusal;
import dev.darkroom.operations.Refusal.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values that a request must have; the refusal names what is missing. */
final class Required {
  private static final int LIMIT_MAX = 100;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

  private Required() {}

  static <T> T body(@Nullable T body) throws Refusal {
    if (body == null) {
      throw new Refusal(Kind.BAD_INPUT, "BODY_REQUIRED", null, "The body must be a JSON object.");
    }
    return body;
  }

  static String parameter(String name, @Nullable String value) throws Refusal {
    if (value == null || value.isBlank()) {
      throw new Refusal(
          Kind.BAD_INPUT,
          "PARAMETER_REQUIRED",
          name,
          "The query parameter %s is missing.".formatted(name));
    }
    return value;
  }

  /** A whole number, not below zero; null if it is left out. */
  static @Nullable Long whole(String name, @Nullable String value) throws Refusal {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (!WHOLE.matcher(value).matches()) {
      throw badValue(name);
    }
    return Long.valueOf(value);
  }

  /** A list of texts; empty if it is left out. */
  static List<String> texts(String name, @Nullable List<@Nullable String> values) throws Refusal {
    List<String> texts = new ArrayList<>();
    if (values != null) {
      for (int i = 0; i < values.size(); i++) {
        String value = values.get(i);
        if (value == null || value.isBlank()) {
          throw badValue("%s[%d]".formatted(name, i));
        }
        texts.add(value);
      }
    }
    return texts;
  }

  /** Simple values by name, as text; those that are null are left out. */
  static Map<String, String> values(String name, @Nullable Map<String, JsonNode> given)
      throws Refusal {
    Map<String, String> values = new HashMap<>();
    if (given != null) {
      for (Map.Entry<String, JsonNode> each : given.entrySet()) {
        JsonNode value = each.getValue();
        if (value.isContainerNode()) {
          throw badValue(name + "." + each.getKey());
        }
        if (!value.isNull()) {
          values.put(each.getKey(), value.asText());
        }
      }
    }
    return values;
  }

  /** A number, also as text; null if it is left out or blank. */
  static @Nullable Double number(String name, @Nullable JsonNode value) throws Refusal {
    if (value == null || value.isNull() || (value.isTextual() && value.asText().isBlank())) {
      return null;
    }
    if (value.isNumber()) {
      return value.asDouble();
    }
    if (value.isTextual() && NUMBER.matcher(value.asText()).matches()) {
      return Double.valueOf(value.asText());
    }
    throw badValue(name);
  }

  static Refusal badValue(String field) {
    return new Refusal(
        Kind.BAD_INPUT, "BAD_VALUE", field, "%s has a value of the wrong kind.".formatted(field));
  }

  /** A user, in one way of writing. */
  static String email(String name, @Nullable String value) throws Refusal {
    return EmailAddress.normal(value).orElseThrow(() -> badValue(name));
  }

  /** The user's job; an unknown one and another's look the same. */
  static Job job(Jobs jobs, String user, String id) throws Refusal {
    return jobs.find(user, id).orElseThrow(Required::unknownJob);
  }

  static Refusal unknownJob() {
    return new Refusal(
        Kind.NOT_FOUND, "JOB_NOT_FOUND", "jobId", "There is no such job among yours.");
  }

  /** The constant that a query parameter names in lower case; null for none. */
  static <E extends Enum<E>> @Nullable E oneOf(String name, @Nullable String value, Class<E> type)
      throws Refusal {
    if (value == null) {
      return null;
    }
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String text = constant.name().toLowerCase(Locale.ROOT);
      if (text.equals(value)) {
        return constant;
      }
      allowed.add(text);
    }
    throw new Refusal(
        Kind.BAD_INPUT, "BAD_VALUE", name, "%s must be one of %s.".formatted(name, allowed));
  }

  static int limit(String limit) throws Refusal {
    if (limit.matches("[0-9]{1,9}")) {
      int most = Integer.parseInt(limit);
      if (most >= 1 && most <= LIMIT_MAX) {
        return most;
      }
    }
    throw new Refusal(
        Kind.BAD_INPUT,
        "BAD_LIMIT",
        "limit",
        "limit must be a number from 1 to %d.".formatted(LIMIT_MAX));
  }

  /** Where a listing of rows with time-ordered ids goes on; null for the beginning. */
  static @Nullable String cursor(@Nullable String cursor) throws Refusal {
    if (cursor != null && !ID.matcher(cursor).matches()) {
      throw badCursor();
    }
    return cursor;
  }

  static Refusal badCursor() {
    return new Refusal(Kind.BAD_INPUT, "BAD_CURSOR", "cursor", "cursor is not from a listing.");
  }
}
