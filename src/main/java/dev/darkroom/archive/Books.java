package dev.darkroom.archive;

import dev.darkroom.archive.ArchiveFile.Section;
import java.util.HashMap;
import java.util.Map;

/**
 * What must add up before rows are moved: a user's entries and open holds to the account, a job's
 * story to the number of its last event, its hold to where it is, and its charge to its entry.
 */
final class Books {
  private static final long ENDED = 0;

  private final ArchiveFile file;
  private final Faults faults;

  private Books(ArchiveFile file, Faults faults) {
    this.file = file;
    this.faults = faults;
  }

  /**
   * Reads all accounts, holds, entries, jobs and events.
   *
   * @throws ArchiveException if something does not add up; it names the users and jobs
   */
  static void check(ArchiveFile file) {
    Faults faults = new Faults();
    Books books = new Books(file, faults);
    books.checkAccounts();
    books.checkJobs();
    Bills.check(file, faults, Bills.JOBS_MAX);
    faults.raise();
  }

  private void checkAccounts() {
    Map<String, Long> open = openHolds();
    try (Section accounts = file.section(Kind.ACCOUNT);
        Parts entries = new Parts(file.section(Kind.ENTRY), "user", this::ofNobody)) {
      for (Line account = accounts.take(); account != null; account = accounts.take()) {
        checkEntries(account, entries);
        String user = account.text("user");
        long held = open.getOrDefault(user, 0L);
        open.remove(user);
        faults.same(
            user, "what is held", account.number("held"), "the sum of the open holds", held);
      }
      entries.end();
    }
    open.keySet().forEach(user -> faults.say(user + " has open holds and no account"));
  }

  private void checkEntries(Line account, Parts entries) {
    String user = account.text("user");
    long[] count = {0};
    long[] sum = {0};
    long[] before = {0};
    entries.of(
        user,
        entry -> {
          long delta = entry.number("delta");
          long balance = entry.number("balance");
          count[0]++;
          sum[0] += delta;
          faults.same(entry.name(), "the number", entry.number("n"), "its place", count[0]);
          faults.same(
              entry.name(),
              "the balance",
              balance,
              "the one before with its delta",
              before[0] + delta);
          before[0] = balance;
        });
    faults.same(user, "the balance", account.number("balance"), "the sum of the entries", sum[0]);
    faults.same(user, "the number of entries", account.number("entries"), "their count", count[0]);
  }

  /** Only of users with open holds: no more than there are unfinished jobs. */
  private Map<String, Long> openHolds() {
    Map<String, Long> open = new HashMap<>();
    try (Section holds = file.section(Kind.HOLD)) {
      for (Line hold = holds.take(); hold != null; hold = holds.take()) {
        if (isOpen(hold)) {
          open.merge(hold.text("user"), hold.number("credits"), Long::sum);
        }
      }
    }
    return open;
  }

  private void checkJobs() {
    try (Section jobs = file.section(Kind.JOB);
        Parts events = new Parts(file.section(Kind.EVENT), "job_id", this::ofNobody);
        Parts holds = new Parts(file.section(Kind.HOLD), "job_id", this::ofNoJob)) {
      for (Line job = jobs.take(); job != null; job = jobs.take()) {
        long[] last = {0};
        events.of(job.text("id"), event -> last[0] = event.number("seq"));
        faults.same(
            job.name(), "the number of events", job.number("events"), "the last one's", last[0]);
        checkHold(job, holds);
      }
      events.end();
      holds.end();
    }
  }

  private void checkHold(Line job, Parts holds) {
    boolean[] open = {false};
    holds.of(
        job.text("id"),
        hold -> {
          open[0] = isOpen(hold);
          if (!hold.text("user").equals(job.text("user"))) {
            faults.say("%s: its hold is of %s".formatted(job.name(), hold.text("user")));
          }
          if (open[0]) {
            long held = job.number("held_credits");
            faults.same(job.name(), "what is held", held, "its open hold", hold.number("credits"));
          }
        });
    boolean ended = job.number("lane") == ENDED;
    if (ended && open[0]) {
      faults.say(job.name() + " has ended and its hold is open");
    } else if (!ended && !open[0]) {
      faults.say(job.name() + " is unfinished and has no open hold");
    }
  }

  private static boolean isOpen(Line hold) {
    return hold.text("state").equals("open");
  }

  private void ofNobody(Line part) {
    faults.say(part.name() + " belongs to nobody");
  }

  /** Somebody may have deleted old jobs; what they cost stays. */
  private void ofNoJob(Line hold) {
    if (isOpen(hold)) {
      ofNobody(hold);
    }
  }
}
