package dev.darkroom.archive;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;

import dev.darkroom.credits.Entry;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Standing.Asked;
import java.util.List;

/** All that users and operators can read of a store, told so that two can be compared. */
final class Story {

  private Story() {}

  static void tell(List<String> told, Doors rows) {
    for (String user : List.of(ANN, BEN, Lives.JO, "nobody")) {
      told.add(user + rows.credits().account(user));
      for (Entry entry : rows.credits().entries(user, 100, null)) {
        told.add(entry.delta() + entry.reason() + entry.ref() + entry.jobId() + entry.balance());
      }
      told.add(rows.webhooks().rotations(user).toString());
      for (Job job : rows.jobs().list(user, null, null, 100, null)) {
        told.add(hook(rows, job));
        told.add(
            job.id() + job.type() + job.version() + job.state().counts() + job.state().cause());
        told.add(rows.jobs().events(job.id()).toString());
        told.add(rows.jobs().standings(List.of(new Asked(user, job.id()))).toString());
        told.add(rows.jobs().find(user, "r-" + job.id()).map(Job::id).toString());
      }
      told.add(rows.library().list(user, null, null, 100, null).toString());
    }
    told.add(rows.templates().list(100, null).toString());
    told.add(rows.templates().seeded() + " " + rows.templates().seed(List.of(), NOON));
  }

  /** Its version counts claims on this store, and need not be the same. */
  private static String hook(Doors rows, Job job) {
    return rows.webhooks()
            .find(job.user(), job.id())
            .map(
                hook ->
                    "%s %d %d %d %s %s %s"
                        .formatted(
                            hook.listener(),
                            hook.told(),
                            hook.wanted(),
                            hook.tries(),
                            hook.dueAt(),
                            hook.state(),
                            hook.waits()))
            .orElse("no webhook")
        + rows.webhooks().attempts(job.id());
  }
}
