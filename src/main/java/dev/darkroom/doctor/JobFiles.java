package dev.darkroom.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.archive.Line;
import dev.darkroom.blobs.BlobKey;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files that jobs name, whole, among all other texts of their input. */
final class JobFiles {
  /** In the folder of a user, or the picture of a template. */
  private static final Pattern NAMED = Pattern.compile("users/[^/]+/.+|templates/.+");

  /**
   * At these the provider is yet to be given what it needs, perhaps once more. Later a file that is
   * gone may have been deleted by somebody who knows that it is not needed.
   */
  private static final Set<String> STEPS_WITH_INPUTS = Set.of("submit", "resolve");

  private JobFiles() {}

  /** The keys, once each; people may write of users too, so not all that begins like one is one. */
  static Set<String> named(Line job) {
    Set<String> keys = new TreeSet<>();
    collect((JsonNode) job.value("input"), keys);
    return keys;
  }

  /** Whether the job's next step reads them. */
  static boolean needed(Line job) {
    return STEPS_WITH_INPUTS.contains(job.text("step"));
  }

  private static void collect(@Nullable JsonNode value, Set<String> keys) {
    if (value != null && value.isTextual() && isKey(value.asText())) {
      keys.add(value.asText());
    } else if (value != null) {
      value.forEach(inner -> collect(inner, keys));
    }
  }

  private static boolean isKey(String text) {
    try {
      return NAMED.matcher(text).matches() && BlobKey.of(text).value().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
