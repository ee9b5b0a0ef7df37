package dev.darkroom.notify;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static dev.darkroom.jobs.Fixtures.told;
import static dev.darkroom.notify.Office.all;
import static dev.darkroom.notify.Office.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobMoves;
import dev.darkroom.jobs.Listener;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Receivers that hang, lie, redirect or ask for more than is theirs; over sockets. */
public interface ReceiversContract extends JobMoves {
  NotifyStore webhooks();

  private Office.Plan office() {
    return Office.of(webhooks(), jobs(), NOON);
  }

  @Test
  default void redirectsAreNotFollowedAndOtherAnswersAreTriedAgain() throws Exception {
    List<Integer> answers = List.of(301, 302, 307, 404, 429, 500, 200);
    List<Reply> left = new ArrayList<>(answers.stream().map(Office::say).toList());
    try (RawServer elsewhere = RawServer.answering(_ -> say(200));
        RawServer receiver =
            RawServer.answering(
                _ -> left.removeFirst().with("Location", elsewhere.url() + "/other"));
        Office office = office().open(receiver, elsewhere)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      while (office.hook(job).waits()) {
        office.run();
        office.clock.advance(Duration.ofHours(1));
      }
      assertEquals(answers.stream().map(String::valueOf).toList(), office.outcomes(job));
      assertEquals(0, elsewhere.connections());
    }
  }

  private String outcome(Office.Plan plan, RawServer receiver) throws Exception {
    try (Office office = plan.open(receiver)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      office.run();
      assertEquals(NOON.plusSeconds(5), office.hook(job).dueAt());
      assertEquals(1, office.hook(job).tries());
      return office.outcomes(job).getFirst();
    }
  }

  @Test
  default void whoGivesNoProperAnswerIsTriedAgain() throws Exception {
    try (RawServer silent = RawServer.scripted(RawServer.Connection::awaitClose)) {
      assertEquals("timeout", outcome(office().impatient(), silent));
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
      assertEquals("timeout", outcome(office().impatient(), slow));
    }
    try (RawServer garbage =
        RawServer.scripted(
            connection -> {
              connection.read();
              connection.write("\0\1\2 what do you want\r\n\r\n\r\n");
            })) {
      assertEquals("broken", outcome(office(), garbage));
    }
    try (RawServer cut =
        RawServer.scripted(
            connection -> {
              connection.read();
              connection.reset();
            })) {
      assertEquals("broken", outcome(office(), cut));
    }
    RawServer closed = RawServer.answering(_ -> say(200));
    closed.close();
    assertEquals("unreachable", outcome(office(), closed));
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
        Office office = office().open(receiver)) {
      Job job = admit(told(ANN, all(receiver), NOON));
      office.run();
      assertEquals(List.of("200"), office.outcomes(job));
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
              Office office = office().open(receiver)) {
            Job job = admit(told(ANN, all(receiver), NOON));
            office.run();
            return office.hook(job).dueAt();
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
        Office office = office().open()) {
      String port = inside.url().toString().replaceAll(".*:", "");
      for (String host : List.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0")) {
        Listener listener = new Listener("http://%s:%s/".formatted(host, port), Listener.KINDS);
        Job job = admit(told(ANN, listener, NOON));
        office.run();
        assertEquals(List.of("refused_address"), office.outcomes(job), host);
        assertEquals(Hook.State.OPEN, office.hook(job).state());
      }
      assertEquals(0, inside.connections());
    }
  }

  @Test
  default void aReceiverThatHangsKeepsNobodyElseWaiting() throws Exception {
    try (RawServer hangs = RawServer.scripted(RawServer.Connection::awaitClose);
        RawServer quick = RawServer.answering(_ -> say(200));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Office office = office().on(threads).open(quick, hangs)) {
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
      Awaitility.await().until(() -> !office.outcomes(job).isEmpty());
      assertTrue(started <= Places.HOST_MAX + 1 + 1, started + " at once");
      assertTrue(hangs.connections() <= Places.HOST_MAX, "too many at one host");
      threads.shutdownNow();
    }
  }
}
