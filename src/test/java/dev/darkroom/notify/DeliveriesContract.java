package dev.darkroom.notify;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.Fixtures.told;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobEvent;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.Listener;
import dev.darkroom.jobs.Outcome;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import dev.darkroom.testing.RawServer.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What receivers hear, whatever they answer and whoever dies; over sockets, on every store. */
public interface DeliveriesContract extends JobMoves {
  NotifyStore webhooks();

  private static Reply say(int status) {
    return new Reply(status, Map.of(), "");
  }

  private static Listener all(RawServer receiver) {
    return new Listener(receiver.url() + "/hook?key=1", Listener.KINDS);
  }

  private Office office(Instant start, RawServer... receivers) {
    return new Office("w", webhooks(), jobs(), start, Runnable::run, receivers);
  }

  private Hook hook(Job job) {
    return webhooks().find(job.user(), job.id()).orElseThrow();
  }

  private List<String> outcomes(Job job) {
    return webhooks().attempts(job.id()).reversed().stream().map(Attempt::outcome).toList();
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

  private static void verify(Secrets.Secret secret, Request request) throws Exception {
    new Webhook(secret.text())
        .verify(
            request.body(),
            request.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue()))));
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
      assertFalse(hook(job).waits());
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
      while (hook(job).waits()) {
        office.run();
        office.clock.advance(Duration.ofSeconds(5));
        now.add(office.clock.instant());
      }
      assertEquals(List.of("503", "503", "503", "503", "200"), outcomes(job));
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
      assertEquals(Hook.State.GIVEN_UP, hook(job).state());
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
      assertEquals(List.of("410"), outcomes(job));
      assertEquals(Hook.State.GONE, hook(job).state());
    }
  }

  @Test
  default void redirectsAreNotFollowedAndOtherAnswersAreTriedAgain() throws Exception {
    List<Integer> answers = List.of(301, 302, 307, 404, 429, 500, 200);
    List<Reply> left = new ArrayList<>(answers.stream().map(DeliveriesContract::say).toList());
    try (RawServer elsewhere = RawServer.answering(_ -> say(200));
        RawServer receiver =
            RawServer.answering(
                _ -> left.removeFirst().with("Location", elsewhere.url() + "/other"));
        Office office = office(NOON, receiver, elsewhere)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      while (hook(job).waits()) {
        office.run();
        office.clock.advance(Duration.ofHours(1));
      }
      assertEquals(answers.stream().map(String::valueOf).toList(), outcomes(job));
      assertEquals(0, elsewhere.connections());
    }
  }

  private String outcome(RawServer receiver) throws Exception {
    try (Office office = office(NOON, receiver)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      office.run();
      assertEquals(NOON.plusSeconds(5), hook(job).dueAt());
      assertEquals(1, hook(job).tries());
      return outcomes(job).getFirst();
    }
  }

  @Test
  default void whoGivesNoProperAnswerIsTriedAgain() throws Exception {
    try (RawServer silent = RawServer.scripted(RawServer.Connection::awaitClose)) {
      assertEquals("timeout", outcome(silent));
    }
    try (RawServer slow =
        RawServer.scripted(
            connection -> {
              connection.read();
              for (char c : "HTTP/1.1 200 OK\r\nX-Very-Long: header".toCharArray()) {
                connection.write(String.valueOf(c));
                Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
              }
            })) {
      assertEquals("timeout", outcome(slow));
    }
    try (RawServer garbage =
        RawServer.scripted(
            connection -> {
              connection.read();
              connection.write("\0\1\2 what do you want\r\n\r\n\r\n");
            })) {
      assertEquals("broken", outcome(garbage));
    }
    try (RawServer cut =
        RawServer.scripted(
            connection -> {
              connection.read();
              connection.reset();
            })) {
      assertEquals("broken", outcome(cut));
    }
    RawServer closed = RawServer.answering(_ -> say(200));
    closed.close();
    assertEquals("unreachable", outcome(closed));
  }

  @Test
  default void anEndlessAnswerIsNotRead() throws Exception {
    List<Integer> sent = new ArrayList<>();
    try (RawServer receiver =
            RawServer.scripted(
                connection -> {
                  connection.read();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                  for (int i = 0; i < 10_000; i++) {
                    connection.write("x".repeat(10_000));
                    sent.add(i);
                  }
                });
        Office office = office(NOON, receiver)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      office.run();
      assertEquals(List.of("200"), outcomes(job));
      assertTrue(sent.size() < 9_000, () -> sent.size() + " of 10,000");
    }
  }

  @Test
  default void aReceiverMayAskForTimeButNotForEver() throws Exception {
    List<String> asked = new ArrayList<>();
    Function<String, Instant> due =
        said -> {
          asked.clear();
          asked.add(said);
          try (RawServer receiver =
                  RawServer.answering(_ -> say(503).with("Retry-After", asked.getFirst()));
              Office office = office(NOON, receiver)) {
            Job job = admit(told(ANN, all(receiver), NOON));
            office.run();
            return hook(job).dueAt();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    assertEquals(NOON.plusSeconds(600), due.apply("600"));
    assertEquals(NOON.plusSeconds(600), due.apply("Mon, 23 Nov 2026 12:10:00 GMT"));
    assertEquals(NOON.plusSeconds(86_400), due.apply("999999999"));
    assertEquals(NOON.plusSeconds(86_400), due.apply("Mon, 23 Nov 2099 12:10:00 GMT"));
    for (String passedOver : List.of("1", "-5", "soon", "99999999999999999999", "")) {
      assertEquals(NOON.plusSeconds(5), due.apply(passedOver));
    }
  }

  @Test
  default void whatHasBecomeAnAddressInsideIsNotCalled() throws Exception {
    try (RawServer inside = RawServer.answering(_ -> say(200));
        Office office = office(NOON)) {
      String port = inside.url().toString().replaceAll(".*:", "");
      for (String host : List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0")) {
        Listener listener = new Listener("http://%s:%s/".formatted(host, port), Listener.KINDS);
        Job job = admit(told(ANN, listener, NOON));
        office.run();
        assertEquals(List.of("refused_address"), outcomes(job), host);
        assertEquals(Hook.State.OPEN, hook(job).state());
      }
      assertEquals(0, inside.connections());
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
        Office dies = new Office("dies", dying(webhooks()), jobs(), NOON, Runnable::run, receiver);
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
      assertEquals(List.of("200"), outcomes(job));
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
        Office office =
            new Office("w", webhooks(), jobs(), NOON, Runnable::run, letters, receiver)) {
      Job broken = admit(told(ANN, all(receiver), NOON));
      Job early = admit(told(BEN, all(receiver), NOON));
      Job whole = admit(told(BEN, all(receiver), NOON));
      troubles.put(broken.id(), new IllegalStateException("as ordered by the test"));
      troubles.put(early.id(), new StoreException("as ordered by the test", null));
      office.run();
      assertEquals(List.of(whole.id() + "-1"), Office.ids(receiver));
      assertEquals(List.of("broken"), outcomes(broken));
      assertEquals(NOON.plusSeconds(5), hook(broken).dueAt());
      // A store that is away is no failed try.
      assertEquals(List.of(), outcomes(early));

      troubles.clear();
      office.clock.advance(Deliveries.LEASE);
      office.run();
      assertEquals(List.of("broken", "200"), outcomes(broken));
      assertEquals(List.of("200"), outcomes(early));
      assertEquals(3, receiver.requests().size());
    }
  }

  @Test
  default void serversThatDeliverTogetherTellEachEventOnce() throws Exception {
    int jobs = 25;
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Office one = new Office("one", webhooks(), jobs(), NOON, threads, receiver);
        Office two = new Office("two", webhooks(), jobs(), NOON, threads, receiver)) {
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
  default void aReceiverThatHangsKeepsNobodyElseWaiting() throws Exception {
    try (RawServer hangs = RawServer.scripted(RawServer.Connection::awaitClose);
        RawServer quick = RawServer.answering(_ -> say(200));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Office office = new Office("w", webhooks(), jobs(), NOON, threads, quick, hangs)) {
      for (int i = 0; i < 120; i++) {
        Listener slow =
            new Listener("http://localhost:%d/".formatted(hangs.url().getPort()), Listener.KINDS);
        admit(told(ANN, slow, NOON));
      }
      Job job = admit(told(BEN, all(quick), NOON.plusMillis(1)));
      office.clock.advance(Duration.ofMillis(1));
      int started = 0;
      for (int i = 0; i < 5; i++) {
        started += office.deliveries.runOnce();
      }
      Awaitility.await().until(() -> !outcomes(job).isEmpty());
      assertTrue(started <= Places.HOST_MAX + 1 + 1, started + " at once");
      assertTrue(hangs.connections() <= Places.HOST_MAX, "too many at one host");
      threads.shutdownNow();
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

  @Test
  default void aSecretThatWasChangedCountsForAnotherDay() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try (RawServer receiver = RawServer.answering(_ -> say(200));
        Office office = office(now, receiver)) {
      Secrets secrets = office.secrets;
      Secrets.Secret first = secrets.of(ANN, now).getFirst();
      assertTrue(first.text().startsWith("whsec_"));
      assertTrue(secrets.rotate(ANN, now.minus(Duration.ofHours(25))));
      Secrets.Secret second = secrets.of(ANN, now.minus(Duration.ofHours(25))).getFirst();
      assertTrue(secrets.rotate(ANN, now.minus(Duration.ofHours(23))));
      List<Secrets.Secret> valid = secrets.of(ANN, now);
      assertEquals(2, valid.size());
      assertEquals(second.text(), valid.getLast().text());
      assertEquals(now.plus(Duration.ofHours(1)), valid.getLast().until());

      admit(told(ANN, all(receiver), now));
      office.run();
      Request request = receiver.requests().getFirst();
      verify(valid.getFirst(), request);
      verify(valid.getLast(), request);
      assertThrows(WebhookVerificationException.class, () -> verify(first, request));
      assertArrayEquals(
          new String[] {"v1", "v1"},
          Arrays.stream(
                  Objects.requireNonNull(request.headers().get("webhook-signature")).split(" ", -1))
              .map(each -> each.substring(0, 2))
              .toArray());
      for (int i = 0; i < Secrets.ROTATIONS_MAX - 1; i++) {
        secrets.rotate(ANN, now);
      }
      assertFalse(secrets.rotate(ANN, now));
      assertTrue(secrets.rotate(ANN, now.plus(Secrets.OLD_VALID)));
    }
  }

  @Test
  default void secretsFollowFromTheServersOwnAndAreInNoRow() {
    Secrets secrets = new Secrets(webhooks(), "one");
    secrets.rotate(ANN, NOON);
    String text = secrets.of(ANN, NOON).getFirst().text();
    assertEquals(text, new Secrets(webhooks(), "one").of(ANN, NOON).getFirst().text());
    assertFalse(text.equals(new Secrets(webhooks(), "two").of(ANN, NOON).getFirst().text()));
    assertFalse(text.equals(secrets.of(BEN, NOON).getFirst().text()));
    assertFalse(webhooks().rotations(ANN).toString().contains(text.substring(6)));
    assertEquals(32, Base64.getDecoder().decode(text.substring(6)).length);
  }
}
