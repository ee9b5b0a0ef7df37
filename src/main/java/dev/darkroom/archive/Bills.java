package dev.darkroom.archive;

import dev.darkroom.archive.ArchiveFile.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What jobs cost, by their own word and by the entries. These are in another order than the jobs,
 * so some jobs are kept in memory while all accounts and entries go by, and then the next.
 */
final class Bills {
  /** A few hundred bytes each. */
  static final int JOBS_MAX = 200_000;

  private final Faults faults;
  private final Map<String, Bill> bills = new LinkedHashMap<>();

  private static final class Bill {
    private final String job;
    private final String user;
    private final long charged;
    private long entries;
    private long paid;

    private Bill(Line job) {
      this.job = job.name();
      this.user = job.text("user");
      this.charged = job.value("charged_credits") instanceof Long credits ? credits : 0;
    }
  }

  private Bills(Faults faults) {
    this.faults = faults;
  }

  /** Compares so many jobs at once. */
  static void check(ArchiveFile file, Faults faults, int jobsMax) {
    try (Section jobs = file.section(Kind.JOB)) {
      while (jobs.peek() != null) {
        Bills some = new Bills(faults);
        for (Line job = jobs.peek();
            job != null && some.bills.size() < jobsMax;
            job = jobs.peek()) {
          some.bills.put(job.text("id"), new Bill(job));
          jobs.take();
        }
        some.checkUsers(file);
        some.checkEntries(file);
      }
    }
  }

  private void checkUsers(ArchiveFile file) {
    Set<String> missing = new TreeSet<>();
    bills.values().forEach(bill -> missing.add(bill.user));
    try (Section accounts = file.section(Kind.ACCOUNT)) {
      for (Line account = accounts.take(); account != null; account = accounts.take()) {
        missing.remove(account.text("user"));
      }
    }
    for (Bill bill : bills.values()) {
      if (missing.contains(bill.user)) {
        faults.say("%s is of %s, who has no account".formatted(bill.job, bill.user));
      }
    }
  }

  private void checkEntries(ArchiveFile file) {
    try (Section entries = file.section(Kind.ENTRY)) {
      for (Line entry = entries.take(); entry != null; entry = entries.take()) {
        Bill bill = entry.value("job_id") instanceof String job ? bills.get(job) : null;
        if (bill != null) {
          bill.entries++;
          bill.paid -= entry.number("delta");
          if (!bill.user.equals(entry.text("user"))) {
            faults.say("%s is of %s, and %s pays".formatted(bill.job, bill.user, entry.name()));
          }
        }
      }
    }
    for (Bill bill : bills.values()) {
      if (bill.entries > 1) {
        faults.say("%s is charged by %d entries".formatted(bill.job, bill.entries));
      }
      faults.same(bill.job, "what was charged", bill.charged, "what was paid", bill.paid);
    }
  }
}
