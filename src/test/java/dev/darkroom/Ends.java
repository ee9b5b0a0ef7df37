package dev.darkroom;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What became of all jobs of a user: how they, the statement, the files and the provider tell it.
 *
 * @param jobs with their stories
 * @param accepted how often the provider took each job's input
 * @param entries the lines of the statement
 * @param account the sums
 */
record Ends(
    List<JsonNode> jobs, Map<String, Long> accepted, List<JsonNode> entries, JsonNode account) {

  /** Ends that are nobody's fault but that of a server which is killed again and again. */
  private static final Set<String> OF_KILLS = Set.of("SUBMIT_UNKNOWN", "POISONED");

  /** All have ended, and each was paid for once, if and only if it has a result. */
  void assertPaidOnce(Path files) throws IOException {
    Set<String> completed = new TreeSet<>();
    Set<String> results = new TreeSet<>();
    for (JsonNode job : jobs) {
      String id = job.get("id").asText();
      if (job.get("status").asText().equals("completed")) {
        completed.add(id);
        results.add(job.get("result").get("key").asText());
      } else {
        assertEquals("failed", job.get("status").asText(), job::toString);
        assertTrue(OF_KILLS.contains(cause(job)), job::toPrettyString);
      }
    }
    assertEquals(accepted.keySet(), ids(), "what was taken is there, and nothing else");
    assertEquals(completed, charged());
    assertEquals(results, library(files), "each result has its file, and nothing else lies there");
    long balance = 5000L - completed.size();
    assertEquals(balance, account.get("balance").asLong());
    assertEquals(balance, account.get("available").asLong());
    assertEquals(0, account.get("held").asLong());
  }

  private static String cause(JsonNode job) {
    return job.path("error").path("code").asText();
  }

  /** The provider was asked twice only where the job says that an answer was lost. */
  void assertSubmittedAgainOnlyWhereAnswersWereLost() {
    for (JsonNode job : jobs) {
      long times = accepted.getOrDefault(job.get("id").asText(), 0L);
      assertTrue(
          times <= 1 + job.get("lostAnswers").asInt(),
          () -> "submitted %d times: %s".formatted(times, job.toPrettyString()));
    }
  }

  private Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    jobs.forEach(job -> ids.add(job.get("id").asText()));
    return ids;
  }

  private Set<String> charged() {
    Map<String, Integer> charges = new HashMap<>();
    for (JsonNode entry : entries) {
      if (!entry.path("jobId").isNull()) {
        charges.merge(entry.get("jobId").asText(), 1, Integer::sum);
      }
    }
    assertTrue(charges.values().stream().allMatch(times -> times == 1), "charged once each");
    return new TreeSet<>(charges.keySet());
  }

  /** The keys of the files in all libraries, as they lie on disk. */
  static Set<String> library(Path files) throws IOException {
    Path users = files.resolve("users");
    Set<String> keys = new TreeSet<>();
    try (Stream<Path> all = Files.walk(users)) {
      all.filter(file -> Files.isRegularFile(file))
          .map(file -> files.relativize(file).toString())
          .filter(key -> key.contains("/library/"))
          .forEach(keys::add);
    }
    return keys;
  }

  /** How many ended without a result, by why. */
  private Map<String, Long> failed() {
    return jobs.stream()
        .filter(job -> job.get("status").asText().equals("failed"))
        .collect(groupingBy(Ends::cause, TreeMap::new, counting()));
  }

  int completed() {
    return charged().size();
  }

  /** Answers that were given up, so that the job was submitted again or failed. */
  int lost() {
    return jobs.stream().mapToInt(job -> job.get("lostAnswers").asInt()).sum();
  }

  /** Lost answers that a webhook gave back. */
  long found() {
    return jobs.stream().flatMap(job -> kinds(job).stream()).filter("found"::equals).count();
  }

  /** Requests that were taken although the same had been taken before. */
  long duplicates() {
    return accepted.values().stream().mapToLong(times -> Math.max(0, times - 1)).sum();
  }

  /** Every line of a job's story, in order. */
  static List<String> kinds(JsonNode job) {
    List<String> kinds = new ArrayList<>();
    job.get("events").forEach(event -> kinds.add(event.get("kind").asText()));
    return kinds;
  }

  @Override
  public String toString() {
    return "%d jobs: %d completed and charged, failed uncharged %s; %d requests accepted, %d of them again; %d answers found by webhooks, %d lost for good"
        .formatted(
            jobs.size(),
            completed(),
            failed(),
            accepted.values().stream().mapToLong(times -> times).sum(),
            duplicates(),
            found(),
            lost());
  }
}
