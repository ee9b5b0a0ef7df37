package dev.darkroom.notify;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.Fixtures.told;
import static dev.darkroom.notify.Office.all;
import static dev.darkroom.notify.Office.say;
import static dev.darkroom.notify.Office.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Request;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What receivers hear, whatever they answer and whoever dies; over sockets, on every store. */
public interface DeliveriesContract extends JobMoves {
  NotifyStore webhooks();

  private Office office(Instant start, RawServer... receivers) {
    return Office.of(webhooks(), jobs(), start).open(receivers);
  }

  /** The names of what was told, in order. */
  private static List<String> heard(RawServer receiver) {
    return receiver.requests().stream()
        .map(each -> each.body().replaceAll(".*\"type\":\"([a-z._]+)\".*", "$1"))
        .toList();
  }

  private Job wholeLife(Listener listener) {
    Job stored = delivered(claimed(told(ANN, listener, NOON)));
    return record(stored, new Outcome.Finished(Fixtures.output(stored), 0)).orElseThrow();
  }

  @Test
  default void theWholeStoryIsToldInItsOrder() throws Exception {
    try (RawServer receiver = RawServer.answering(_ -> say(204));
        Office office = office(NOON, receiver)) {
      Job job = wholeLife(all(receiver));
      office.run();
      assertEquals(
          List.of(
              "job.admitted", "job.submitting", "job.submitted", "job.delivered", "job.completed"),
          heard(receiver));
      List<String> ids = new ArrayList<>();
      for (int seq = 1; seq <= 5; seq++) {
        ids.add(job.id() + "-" + seq);
      }
      assertEquals(ids, Office.ids(receiver));
      Request request = receiver.requests().getFirst();
      assertEquals("POST", request.method());
      assertEquals("/hook?key=1", request.target());
      assertTrue(
          Objects.requireNonNull(request.headers().get("content-type"))
              .startsWith("application/json"));
      assertFalse(office.hook(job).waits());
    }
  }

  @Test
  default void onlyWhatWasAskedForIsTold() throws Exception {
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        Office office = office(NOON, receiver)) {
      wholeLife(new Listener(receiver.url() + "/", Listener.ENDS));
      fail(claimed(told(ANN, new Listener(receiver.url() + "/", Listener.ENDS), NOON)));
      Job job = claimed(told(ANN, new Listener(receiver.url() + "/", List.of("cancelled")), NOON));
      record(job, new Outcome.Cancelled());
      fail(claimed(told(ANN, new Listener(receiver.url() + "/", List.of("running")), NOON)));
      fail(claimed(told(ANN, null, NOON)));
      office.run();
      assertEquals(
          Set.of("job.completed", "job.failed", "job.cancelled"), Set.copyOf(heard(receiver)));
      assertEquals(3, receiver.requests().size());
    }
  }

  /** The library refuses what is not of these minutes, so the hour before has gone by already. */
  @Test
  default void aReceiverThatIsDownForAnHourIsToldOnceItIsUp() throws Exception {
    Duration down = Duration.ofHours(1);
    Duration until = Duration.ofHours(2).plusMinutes(35).plusSeconds(5);
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(until);
    List<Instant> now = new ArrayList<>(List.of(start));
    try (RawServer receiver =
            RawServer.answering(_ -> say(now.getLast().isBefore(start.plus(down)) ? 503 : 200));
        Office office = office(start, receiver)) {
      Job job = admit(told(ANN, all(receiver), start));
      while (office.hook(job).waits()) {
        office.run();
        office.clock.advance(Duration.ofSeconds(5));
        now.add(office.clock.instant());
      }
      assertEquals(List.of("503", "503", "503", "503", "200"), office.outcomes(job));
      assertEquals(Set.of(job.id() + "-1"), Set.copyOf(Office.ids(receiver)));
      verify(office.secrets.of(ANN, start).getFirst(), receiver.requests().getLast());
      Request request = receiver.requests().getLast();
      Request forged =
          new Request(request.method(), request.target(), request.headers(), request.body() + " ");
      assertThrows(
          WebhookVerificationException.class,
          () -> verify(office.secrets.of(ANN, start).getFirst(), forged));
      assertThrows(
          WebhookVerificationException.class,
          () -> verify(office.secrets.of(BEN, start).getFirst(), request));
      // For a year it hears no more.
      office.clock.advance(Duration.ofDays(365));
      office.run();
      assertEquals(5, receiver.requests().size());
    }
  }

  @Test
  default void anEventIsTriedTenTimesInThreeDaysAndThenGivenUp() throws Exception {
    try (RawServer receiver = RawServer.answering(_ -> say(500));
        Office office = office(NOON, receiver)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      for (int hour = 0; hour < 24 * 5; hour++) {
        office.run();
        office.clock.advance(Duration.ofHours(1));
      }
      assertEquals(10, receiver.requests().size());
      assertEquals(Hook.State.GIVEN_UP, office.hook(job).state());
      List<Attempt> attempts = webhooks().attempts(job.id());
      Duration in = Duration.between(attempts.getLast().at(), attempts.getFirst().at());
      assertTrue(in.toHours() >= 71 && in.toHours() <= 84, in::toString);
      assertEquals(10, attempts.getFirst().attempt());
      fail(claim(1).getFirst());
      office.run();
      assertEquals(10, receiver.requests().size());
    }
  }

  @Test
  default void whoSaysGoneIsNotCalledAgain() throws Exception {
    try (RawServer receiver = RawServer.answering(_ -> say(410));
        Office office = office(NOON, receiver)) {
      Job job = wholeLife(all(receiver));
      office.run();
      office.clock.advance(Duration.ofDays(3));
      office.run();
      assertEquals(List.of("410"), office.outcomes(job));
      assertEquals(Hook.State.GONE, office.hook(job).state());
    }
  }

  /** As a process that is killed between the answer and its record. */
  private NotifyStore dying(NotifyStore store) {
    Object door =
        Proxy.newProxyInstance(
            NotifyStore.class.getClassLoader(),
            new Class<?>[] {NotifyStore.class},
            (_, method, args) -> {
              if (method.getName().equals("record")) {
                throw new IllegalStateException("killed, as ordered by the test");
              }
              try {
                return method.invoke(store, args);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNullElse(e.getCause(), e);
              }
            });
    return NotifyStore.class.cast(door);
  }

  @Test
  default void whoDiesBeforeTheRecordIsFollowedByOneThatSendsTheSameAgain() throws Exception {
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        Office dies = Office.of(dying(webhooks()), jobs(), NOON).named("dies").open(receiver);
        Office lives = office(NOON, receiver)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      assertEquals(1, dies.deliveries.runOnce());
      lives.clock.advance(Deliveries.LEASE.minusMillis(1));
      lives.run();
      assertEquals(1, receiver.requests().size());
      lives.clock.advance(Duration.ofMillis(1));
      lives.run();
      assertEquals(List.of(job.id() + "-1", job.id() + "-1"), Office.ids(receiver));
      assertEquals(receiver.requests().getFirst().body(), receiver.requests().getLast().body());
      assertEquals(List.of("200"), lives.outcomes(job));
    }
  }

  @Test
  default void aLetterThatCannotBeWrittenIsTriedAgainAndKeepsNobodyElseWaiting() throws Exception {
    Map<String, RuntimeException> troubles = new HashMap<>();
    BiFunction<Job, JobEvent, byte[]> letters =
        (job, event) -> {
          RuntimeException trouble = troubles.get(job.id());
          if (trouble != null) {
            throw trouble;
          }
          return Office.letter(job, event);
        };
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        Office office = Office.of(webhooks(), jobs(), NOON).writing(letters).open(receiver)) {
      Job broken = admit(told(ANN, all(receiver), NOON));
      Job early = admit(told(BEN, all(receiver), NOON));
      Job whole = admit(told(BEN, all(receiver), NOON));
      troubles.put(broken.id(), new IllegalStateException("as ordered by the test"));
      troubles.put(early.id(), new StoreException("as ordered by the test", null));
      office.run();
      assertEquals(List.of(whole.id() + "-1"), Office.ids(receiver));
      assertEquals(List.of("broken"), office.outcomes(broken));
      assertEquals(NOON.plusSeconds(5), office.hook(broken).dueAt());
      // A store that is away is no failed try.
      assertEquals(List.of(), office.outcomes(early));

      troubles.clear();
      office.clock.advance(Deliveries.LEASE);
      office.run();
      assertEquals(List.of("broken", "200"), office.outcomes(broken));
      assertEquals(List.of("200"), office.outcomes(early));
      assertEquals(3, receiver.requests().size());
    }
  }

  @Test
  default void serversThatDeliverTogetherTellEachEventOnce() throws Exception {
    int jobs = 25;
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Office one = Office.of(webhooks(), jobs(), NOON).named("one").on(threads).open(receiver);
        Office two = Office.of(webhooks(), jobs(), NOON).named("two").on(threads).open(receiver)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        Job job = fail(claimed(told(ANN, all(receiver), NOON)));
        ids.addAll(List.of(job.id() + "-1", job.id() + "-2"));
      }
      List<Future<?>> loops = new ArrayList<>();
      for (Office office : List.of(one, two)) {
        loops.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 2_000 && one.ended.get() + two.ended.get() < 2 * jobs; i++) {
                    office.deliveries.runOnce();
                    Thread.sleep(2);
                  }
                  return null;
                }));
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
      assertEquals(ids, Office.ids(receiver).stream().sorted().toList());
      // Each job's own in their order, whatever comes between.
      for (int i = 0; i < ids.size(); i += 2) {
        List<String> all = Office.ids(receiver);
        assertTrue(all.indexOf(ids.get(i)) < all.indexOf(ids.get(i + 1)));
      }
    }
  }

  @Test
  default void aJobThatIsToldAgainBeginsWhereItIsAsked() throws Exception {
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        Office office = office(NOON, receiver)) {
      Job job = wholeLife(all(receiver));
      office.run();
      webhooks().restart(job.id(), 3, NOON);
      office.run();
      assertEquals(
          List.of("job.delivered", "job.completed"),
          heard(receiver).subList(5, heard(receiver).size()));
      assertEquals(Office.ids(receiver).get(4), Office.ids(receiver).getLast());
    }
  }
}
