package dev.darkroom.web;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Jobs;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log that somebody reads: of one job, or of all jobs of a user. */
interface EventLog {

  /** Whose it is. */
  String user();

  /** The next lines behind a place. */
  List<JobEvent> after(long place, int limit);

  /** The place of a line, by which its reader goes on. */
  long place(JobEvent line);

  /** The place of the last line. */
  long end();

  /** Whether it may have new lines if a line was written about this job; null for any job. */
  boolean has(@Nullable String jobId);

  /** Whether nothing comes after this line. */
  boolean isLast(JobEvent line);

  /** A line as it is sent. */
  OutboundSseEvent event(JobEvent line);

  /** What shows that the connection lives, while nothing else does. */
  OutboundSseEvent beat();

  /** The log of one job. A place in it is a {@code seq}. */
  record OfJob(Jobs jobs, Job job, Wire wire) implements EventLog {
    @Override
    public String user() {
      return job.user();
    }

    @Override
    public List<JobEvent> after(long place, int limit) {
      return jobs.events(job, (int) place, limit);
    }

    @Override
    public long place(JobEvent line) {
      return line.seq();
    }

    @Override
    public long end() {
      return jobs.lastSeq(job);
    }

    @Override
    public boolean has(@Nullable String jobId) {
      return jobId == null || jobId.equals(job.id());
    }

    @Override
    public boolean isLast(JobEvent line) {
      return line.phase().terminal();
    }

    @Override
    public OutboundSseEvent event(JobEvent line) {
      return wire.line(line.seq(), line);
    }

    /** How many are ahead of it changes without a line. */
    @Override
    public OutboundSseEvent beat() {
      return jobs.find(job.user(), job.id())
          .filter(now -> now.state().needsTurn())
          .map(now -> wire.position(now, jobs.queuePosition(now)))
          .orElseGet(wire::comment);
    }
  }

  /** The log of all jobs of a user. A place in it is an {@code n}. */
  record OfUser(Jobs jobs, String user, Wire wire) implements EventLog {
    @Override
    public List<JobEvent> after(long place, int limit) {
      return jobs.eventsOfUser(user, place, limit);
    }

    @Override
    public long place(JobEvent line) {
      return line.n();
    }

    @Override
    public long end() {
      return jobs.lastEvent(user);
    }

    @Override
    public boolean has(@Nullable String jobId) {
      return true;
    }

    @Override
    public boolean isLast(JobEvent line) {
      return false;
    }

    @Override
    public OutboundSseEvent event(JobEvent line) {
      return wire.line(line.n(), line);
    }

    @Override
    public OutboundSseEvent beat() {
      return wire.comment();
    }
  }
}
