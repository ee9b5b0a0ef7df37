package dev.darkroom.jobs;

import dev.darkroom.jobs.Move.Line;
import dev.darkroom.jobs.Move.Settlement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of a job: a pure function of the job as read and the outcome of a visit. */
public final class Transitions {
  /** A job that breaks its visit this often in a row is set aside. */
  static final int BREAKS_MAX = 3;

  /** How far a job is when each phase begins; the provider's own share is the middle part. */
  private static final double QUEUED_PROGRESS = 0.05;

  private static final double RUNNING_PROGRESS = 0.1;
  private static final double STORING_PROGRESS = 0.9;
  private static final int PROGRESS_STEPS = 20;

  private Transitions() {}

  /** The write that records this outcome. */
  public static Move after(Job job, Outcome outcome, Instant now) {
    if (job.phase().terminal()) {
      throw new IllegalStateException(
          "A visit to job %s, which has ended, indicates a bug".formatted(job.id()));
    }
    State state = job.state();
    StateEdit edit = new StateEdit(state);
    return switch (outcome) {
      case Outcome.Submitting o -> {
        edit.counts = state.counts().submitting();
        edit.moveTo(Phase.SUBMITTING, 0).step = Step.RESOLVE;
        edit.due = o.graceUntil();
        yield edit.keeping(job, line("submitting", "Handing the job over."));
      }
      case Outcome.Submitted o -> {
        edit.settle().moveTo(Phase.QUEUED, QUEUED_PROGRESS).step = Step.POLL;
        edit.request = o.request();
        edit.due = o.due();
        yield edit.releasing(job, line("submitted", "The job was taken."));
      }
      case Outcome.AnswerLost o -> {
        edit.trouble(Cause.ANSWER_LOST).due = o.graceUntil();
        yield edit.releasing(job, line("answer_lost", Cause.ANSWER_LOST.words()));
      }
      case Outcome.Found o -> {
        edit.settle().moveTo(Phase.QUEUED, QUEUED_PROGRESS).step = Step.POLL;
        edit.request = o.request();
        edit.due = o.due();
        yield edit.releasing(job, line("found", "The lost confirmation was found."));
      }
      case Outcome.Resubmit o -> {
        edit.counts = state.counts().answerLost();
        edit.step = Step.SUBMIT;
        edit.due = now;
        yield edit.keeping(job, line("resubmitting", "No confirmation came: trying once more."));
      }
      case Outcome.InQueue o -> {
        boolean changed = !Integer.valueOf(o.position()).equals(state.queuePosition());
        edit.settle().position = o.position();
        edit.due = o.due();
        String words =
            o.position() == 0 ? "Next in the queue." : o.position() + " ahead in the queue.";
        yield edit.releasing(job, changed ? line("queued", words) : null);
      }
      case Outcome.Running o -> {
        edit.settle().moveTo(Phase.RUNNING, runningProgress(o.fraction()));
        edit.started(now).due = o.due();
        edit.log = o.log();
        yield edit.releasing(job, running(state, edit));
      }
      case Outcome.StageDone o -> {
        edit.settle().results.add(o.result());
        edit.step = o.last() ? Step.STORE : Step.SUBMIT;
        edit.moveTo(o.last() ? Phase.STORING : Phase.RUNNING, o.last() ? STORING_PROGRESS : 0);
        edit.started(now).due = now;
        edit.endBy = o.endBy();
        String words = o.last() ? "The result is ready and being stored." : "A first part is done.";
        yield edit.keeping(job, line("delivered", words));
      }
      case Outcome.Finished o -> {
        edit.settle().moveTo(Phase.COMPLETED, 1).end(now);
        edit.charged = o.credits();
        edit.resultKey = o.output().key();
        yield edit.ending(
            job,
            line("completed", "Done."),
            new Settlement.Charge(o.credits()),
            o.output().items());
      }
      case Outcome.Retry o -> {
        edit.counts = state.counts().retried();
        edit.trouble(o.cause()).due = o.due();
        // A submit that surely was not taken may simply be repeated.
        edit.step = state.step() == Step.RESOLVE ? Step.SUBMIT : state.step();
        boolean first = state.counts().tries() == 0;
        yield edit.releasing(job, first ? line("retrying", again(o.cause())) : null);
      }
      case Outcome.Failed o -> {
        if (o.cause().equals(Cause.SUBMIT_UNKNOWN)) {
          edit.counts = state.counts().answerLost();
        }
        yield edit.failing(job, o.cause(), now);
      }
      case Outcome.Cancelled _ -> edit.cancelling(job, now);
      case Outcome.Broke o -> {
        edit.counts = state.counts().broken();
        if (edit.counts.breaks() >= BREAKS_MAX) {
          yield edit.failing(job, Cause.POISONED, now);
        }
        // A lost submit keeps its own grace, which ends later than the pause after a break.
        edit.due = state.step() == Step.RESOLVE ? later(state.dueAt(), o.due()) : o.due();
        yield edit.trouble(Cause.INTERNAL).releasing(job, line("broke", again(Cause.INTERNAL)));
      }
    };
  }

  /** Whether a job that breaks now is set aside if it breaks once more. */
  static boolean lastChance(Job job) {
    return job.state().counts().breaks() == BREAKS_MAX - 2;
  }

  /** The first trouble of a row is told by its code, so that the story keeps it. */
  private static String again(Cause cause) {
    return "Trouble on the way (%s): it is tried again.".formatted(cause.code());
  }

  private static @Nullable Line running(State before, StateEdit after) {
    if (before.phase() != Phase.RUNNING) {
      return line("running", "The result is being made.");
    }
    return steps(before.progress()) == steps(after.progress)
        ? null
        : line("progress", "%.0f %% done.".formatted(after.progress * 100));
  }

  /** Not each small gain is told. */
  private static int steps(double progress) {
    return (int) (progress * PROGRESS_STEPS + 1e-9);
  }

  private static double runningProgress(@Nullable Double fraction) {
    double share = fraction == null ? 0 : Math.clamp(fraction, 0, 1);
    return RUNNING_PROGRESS + share * (STORING_PROGRESS - RUNNING_PROGRESS);
  }

  private static Line line(String kind, String message) {
    return new Line(kind, message);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
