package dev.darkroom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of all jobs of all users, by what they, statements and accounts say. */
final class SoakBooks {
  private static final Duration END_WITHIN = Duration.ofMinutes(4);
  private static final long LOOK_MS = 500;

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> failed = new TreeMap<>();
  private int ended;
  private int completed;

  private SoakBooks() {}

  /**
   * Waits until all jobs have ended, and looks at the books.
   *
   * @param orders of each user, as the tokens
   * @param credits what each user began with
   */
  static SoakBooks audit(Asker asker, List<String> tokens, List<SoakJobs> orders, long credits)
      throws InterruptedException {
    SoakBooks books = new SoakBooks();
    long end = System.nanoTime() + END_WITHIN.toNanos();
    for (int user = 0; user < tokens.size(); user++) {
      String token = tokens.get(user);
      while (unfinished(asker, token) && System.nanoTime() < end) {
        Thread.sleep(LOOK_MS);
      }
      books.audit(asker, token, orders.get(user), credits);
    }
    return books;
  }

  private static boolean unfinished(Asker asker, String token) {
    return !asker.all(token, "/api/jobs?status=pending&limit=100").isEmpty()
        || !asker.all(token, "/api/jobs?status=processing&limit=100").isEmpty();
  }

  private void audit(Asker asker, String token, SoakJobs orders, long credits) {
    Map<String, Long> charges = new HashMap<>();
    for (JsonNode entry : asker.all(token, "/api/credits/transactions?limit=100")) {
      String job = entry.path("jobId").asText("");
      if (entry.path("jobId").isTextual()
          && charges.put(job, entry.path("delta").asLong()) != null) {
        wrong.add(job + " was charged twice");
      }
    }
    long balance = credits + charges.values().stream().mapToLong(Long::longValue).sum();
    List<String> missing = new ArrayList<>(orders.accepted());
    for (JsonNode job : asker.all(token, "/api/jobs?limit=100")) {
      String id = job.path("id").asText();
      missing.remove(id);
      look(id, job, charges.remove(id));
    }
    missing.forEach(job -> wrong.add(job + " was accepted and is not there"));
    charges.keySet().forEach(job -> wrong.add(job + " was charged and is not there"));
    JsonNode account = asker.get(token, "/api/credits", 200).json();
    if (account.path("balance").asLong() != balance || account.path("held").asLong() != 0) {
      wrong.add("an account says %s and its statement %d".formatted(account, balance));
    }
  }

  private void look(String id, JsonNode job, @Nullable Long charge) {
    switch (job.path("status").asText()) {
      case "completed" -> {
        ended++;
        completed++;
        if (charge == null || -charge != job.path("credits").asLong()) {
          wrong.add(id + " was completed and charged " + charge);
        }
      }
      case "failed" -> {
        ended++;
        failed.merge(job.path("error").path("code").asText(), 1, Integer::sum);
        if (charge != null) {
          wrong.add(id + " failed and was charged");
        }
      }
      default -> wrong.add(id + " has not ended: " + job.path("phase").asText());
    }
  }

  boolean right() {
    return wrong.isEmpty();
  }

  @Override
  public String toString() {
    return "%d ended, %d of them completed and charged, others %s%s"
        .formatted(ended, completed, failed, wrong.isEmpty() ? "" : "; wrong: " + wrong);
  }
}
