package dev.darkroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.StoreException;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One stream, sent by the test's own thread. */
class LogStreamTest {
  private static final Instant NOON = Fixtures.NOON;

  private final List<String> done = new ArrayList<>();
  private final ManyLines log = new ManyLines();
  private final LogStream stream =
      new LogStream(
          log,
          0,
          log.wire.open(0),
          Runnable::run,
          new Reader(),
          new LogStream.Connection(
              NOON.plus(Duration.ofHours(1)), () -> done.add("cut"), _ -> done.add("ended")));

  /** Notes what it is sent, and asks for nothing by itself. */
  private final class Reader implements Flow.Subscriber<OutboundSseEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(OutboundSseEvent event) {
      done.add(event.getId() == null ? "beat" : event.getName() + event.getId());
    }

    @Override
    public void onError(Throwable throwable) {
      done.add("error");
    }

    @Override
    public void onComplete() {
      done.add("complete");
    }
  }

  /** As many as anybody asks for. */
  private static final class ManyLines implements EventLog {
    private final Wire wire =
        new Wire(new SseImpl(), JsonMapper.builder().findAndAddModules().build());
    private int end = 1000;
    private int read;
    private boolean away;

    @Override
    public String user() {
      return Fixtures.ANN;
    }

    @Override
    public List<JobEvent> after(long place, int limit) {
      if (away) {
        throw new StoreException("as ordered by the test", null);
      }
      List<JobEvent> lines =
          IntStream.rangeClosed((int) place + 1, end).limit(limit).mapToObj(this::line).toList();
      read += lines.size();
      return lines;
    }

    private JobEvent line(int seq) {
      return new JobEvent("job", seq, seq, NOON, Phase.RUNNING, "line", "", 0, null);
    }

    @Override
    public long place(JobEvent line) {
      return line.seq();
    }

    @Override
    public long end() {
      return end;
    }

    @Override
    public boolean has(@Nullable String jobId) {
      return true;
    }

    @Override
    public boolean isLast(JobEvent line) {
      return line.seq() == 1002;
    }

    @Override
    public OutboundSseEvent event(JobEvent line) {
      return wire.line(line.seq(), line);
    }

    @Override
    public OutboundSseEvent beat() {
      return wire.comment();
    }
  }

  @Test
  void whoTakesNothingHoldsAlmostNothingAndIsCutOffAtTheSecondBeat() {
    stream.request(3);
    assertEquals(List.of("open0", "line1", "line2"), done);
    stream.wake(null);
    stream.beat(NOON);
    assertEquals(50, log.read, "lines wait in the log, not in memory");
    assertEquals(3, done.size());

    stream.beat(NOON);
    assertEquals(List.of("ended", "cut"), done.subList(3, done.size()));
    stream.request(1);
    stream.beat(NOON);
    assertEquals(5, done.size());
  }

  @Test
  void whoTakesAgainGoesOnWhereItWas() {
    stream.request(1);
    stream.beat(NOON);
    stream.request(2000);
    stream.beat(NOON);
    stream.beat(NOON);

    assertEquals(List.of("open0", "line1", "line2"), done.subList(0, 3));
    assertEquals(List.of("line1000", "beat", "beat", "beat"), done.subList(1000, done.size()));
  }

  @Test
  void whoIsQuietIsToldThatItLivesUntilItsTimeIsOver() {
    stream.request(Long.MAX_VALUE);
    stream.beat(NOON);
    stream.beat(NOON);
    assertEquals(List.of("line1000", "beat", "beat"), done.subList(1000, done.size()));

    stream.beat(NOON.plus(Duration.ofHours(1)));
    assertEquals(List.of("ended", "complete"), done.subList(done.size() - 2, done.size()));
  }

  @Test
  void whoReadsWhileTheStoreIsAwayHasToComeAgain() {
    stream.request(Long.MAX_VALUE);
    log.away = true;
    stream.wake(null);
    assertEquals(List.of("line1000", "ended", "complete"), done.subList(1000, done.size()));
  }

  @Test
  void nothingComesAfterTheLastLine() {
    stream.request(Long.MAX_VALUE);
    log.end = 1002;
    stream.wake(null);

    assertEquals(
        List.of("line1001", "line1002", "ended", "complete"), done.subList(1001, done.size()));
  }
}
