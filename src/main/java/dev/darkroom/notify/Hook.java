package dev.darkroom.notify;

import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Listener;
import java.time.Instant;

/**
 * How far the listener of a job has been told of it. What waits to be told is the job's own log.
 *
 * @param told the number of the last event that was delivered or passed over; 0 for none
 * @param wanted the number of the newest event that is to be told
 * @param tries how often the next event was tried in vain
 * @param dueAt when it is tried next
 * @param version changes with every claim and every record, and guards the latter
 */
public record Hook(
    String jobId,
    String user,
    Listener listener,
    int told,
    int wanted,
    int tries,
    Instant dueAt,
    State state,
    long version) {

  /** Whether anything more is sent. */
  public enum State {
    /** It is told what happens. */
    OPEN,
    /** The receiver said that it wants no more. */
    GONE,
    /** An event was tried as often as may be. */
    GIVEN_UP
  }

  /** Whether this event is one to be told. */
  public boolean wants(JobEvent event) {
    return listener.kinds().contains(event.kind());
  }

  /** Whether something waits to be told. */
  public boolean waits() {
    return state == State.OPEN && told < wanted;
  }

  /** What becomes of it: an event is told, and the next one is due. */
  Hook toldOf(int seq, Instant now) {
    return with(seq, 0, now, State.OPEN);
  }

  Hook ended(State how, Instant now) {
    return with(told, tries + 1, now, how);
  }

  Hook later(Instant due) {
    return with(told, tries + 1, due, State.OPEN);
  }

  private Hook with(int told, int tries, Instant due, State state) {
    return new Hook(jobId, user, listener, told, wanted, tries, due, state, version);
  }
}
