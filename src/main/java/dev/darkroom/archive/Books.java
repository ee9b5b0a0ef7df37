package dev.darkroom.archive;

import dev.darkroom.archive.ArchiveFile.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What must add up before rows are moved: a user's entries and open holds to the account, and a
 * job's story to the number of its last event.
 */
final class Books {
  private static final int TOLD_MAX = 3;

  private final ArchiveFile file;
  private final List<String> told = new ArrayList<>();
  private long wrong;

  private Books(ArchiveFile file) {
    this.file = file;
  }

  /**
   * Reads all accounts, holds, entries, jobs and events.
   *
   * @throws ArchiveException if something does not add up; it names the users and jobs
   */
  static void check(ArchiveFile file) {
    Books books = new Books(file);
    books.checkAccounts();
    books.checkStories();
    if (books.wrong > 0) {
      String more = books.wrong > TOLD_MAX ? "; and %d more".formatted(books.wrong - TOLD_MAX) : "";
      throw new ArchiveException(
          "The books do not add up: %s%s.".formatted(String.join("; ", books.told), more));
    }
  }

  private void checkAccounts() {
    Map<String, Long> open = openHolds();
    try (Section accounts = file.section(Kind.ACCOUNT);
        Section entries = file.section(Kind.ENTRY)) {
      for (Line account = accounts.take(); account != null; account = accounts.take()) {
        String user = account.text("user");
        long[] sum = {0, 0};
        parts(
            entries,
            "user",
            user,
            entry -> {
              sum[0]++;
              sum[1] += entry.number("delta");
              same(entry.name(), "the number", entry.number("n"), "its place", sum[0]);
            });
        same(user, "the balance", account.number("balance"), "the sum of the entries", sum[1]);
        same(user, "the number of entries", account.number("entries"), "their count", sum[0]);
        long held = open.getOrDefault(user, 0L);
        open.remove(user);
        same(user, "what is held", account.number("held"), "the sum of the open holds", held);
      }
      rest(entries);
    }
    open.keySet().forEach(user -> say(user + " has open holds and no account"));
  }

  /** Only of users with open holds: no more than there are unfinished jobs. */
  private Map<String, Long> openHolds() {
    Map<String, Long> open = new HashMap<>();
    try (Section holds = file.section(Kind.HOLD)) {
      for (Line hold = holds.take(); hold != null; hold = holds.take()) {
        if (hold.text("state").equals("open")) {
          open.merge(hold.text("user"), hold.number("credits"), Long::sum);
        }
      }
    }
    return open;
  }

  private void checkStories() {
    try (Section jobs = file.section(Kind.JOB);
        Section events = file.section(Kind.EVENT)) {
      for (Line job = jobs.take(); job != null; job = jobs.take()) {
        long[] last = {0};
        parts(events, "job_id", job.text("id"), event -> last[0] = event.number("seq"));
        same(job.name(), "the number of events", job.number("events"), "the last one's", last[0]);
      }
      rest(events);
    }
  }

  /** Hands out the parts of this owner, which come next; both are in the same order. */
  private void parts(Section parts, String field, String owner, Consumer<Line> to) {
    Line part = parts.peek();
    while (part != null && Line.TEXTS.compare(part.text(field), owner) <= 0) {
      if (part.text(field).equals(owner)) {
        to.accept(part);
      } else {
        say(part.name() + " belongs to nobody");
      }
      parts.take();
      part = parts.peek();
    }
  }

  private void rest(Section parts) {
    for (Line part = parts.take(); part != null; part = parts.take()) {
      say(part.name() + " belongs to nobody");
    }
  }

  private void same(String whose, String one, long first, String other, long second) {
    if (first != second) {
      say("%s: %s is %d, %s %d".formatted(whose, one, first, other, second));
    }
  }

  private void say(String words) {
    wrong++;
    if (told.size() < TOLD_MAX) {
      told.add(words);
    }
  }
}
