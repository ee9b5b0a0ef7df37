package dev.darkroom.simulation;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Move;
import dev.darkroom.jobs.Rows;
import dev.darkroom.jobs.TestSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A bug put in on purpose, to see that it is found. */
enum Plant {
  NONE,

  /** The job ends in one commit and is charged in another. */
  CHARGE_APART {
    @Override
    Optional<Job> record(Rows rows, Move move, Instant now) {
      if (!(move.settlement() instanceof Move.Settlement.Charge(long credits)) || credits == 0) {
        return super.record(rows, move, now);
      }
      Move free = with(move, move.before(), new Move.Settlement.Release());
      Optional<Job> recorded = rows.jobs().record(free, now);
      recorded.ifPresent(
          job -> rows.credits().grant(job.user(), -credits, job.type(), job.id(), now));
      return recorded;
    }
  },

  /** A record does not look whether the job has changed since it was read. */
  RECORD_UNGUARDED {
    @Override
    Optional<Job> record(Rows rows, Move move, Instant now) {
      Job fresh = rows.jobs().get(move.before().id()).orElseThrow();
      return rows.jobs().record(with(move, fresh, move.settlement()), now);
    }
  },

  /** The job ends before its file is in storage. */
  COMPLETE_BEFORE_STORE,

  /** A submit whose answer was lost is repeated at once. */
  BLIND_RESUBMIT {
    @Override
    JobSettings settings(Map<String, String> usual) {
      Map<String, String> hasty = new HashMap<>(usual);
      hasty.put("darkroom.jobs.lost-answer-grace", "1ms");
      hasty.put("darkroom.jobs.lost-answer-webhook-grace", "1ms");
      return super.settings(hasty);
    }
  },

  /** Nobody looks after jobs whose server has died. */
  NO_SWEEP,

  /** The client's key is not kept with the job. */
  KEY_FORGOTTEN;

  /** The settings with the bug, if it is one of them. */
  JobSettings settings(Map<String, String> usual) {
    return TestSettings.with(JobSettings.class, usual);
  }

  /** A record with the bug, if it is one of it. */
  Optional<Job> record(Rows rows, Move move, Instant now) {
    return rows.jobs().record(move, now);
  }

  private static Move with(Move move, Job before, Move.Settlement settlement) {
    return new Move(
        before, move.after(), move.keepsClaim(), move.event(), settlement, move.items());
  }

  /** The job store that servers work on. */
  JobStore store(Rows rows) {
    JobStore store = rows.jobs();
    Object door =
        Proxy.newProxyInstance(
            JobStore.class.getClassLoader(),
            new Class<?>[] {JobStore.class},
            (_, method, args) -> {
              try {
                return method.getName().equals("record")
                    ? record(rows, (Move) args[0], (Instant) args[1])
                    : method.invoke(store, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return (JobStore) door;
  }
}
