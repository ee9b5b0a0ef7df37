package dev.darkroom.jobs;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.db.sqlite.SqliteFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks while a look is taken shares the next. */
class StandingsTest {
  @TempDir Path folder;

  private final List<Runnable> looks = new ArrayList<>();
  private SqliteFile rows;
  private JobStore store;

  @BeforeEach
  void fill() {
    rows = new SqliteFile(folder.resolve("darkroom.db"));
    store = rows.jobs();
  }

  @AfterEach
  void close() {
    rows.close();
  }

  @Test
  void allWhoAskBeforeALookShareIt() throws Exception {
    Job job = Fixtures.completed(store, ANN);
    Standings standings = new Standings(store, looks::add);
    List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      answers.add(standings.of(i % 2 == 0 ? ANN : BEN, job.id()).toCompletableFuture());
    }
    assertEquals(1, looks.size());
    assertTrue(answers.stream().noneMatch(CompletableFuture::isDone));

    looks.removeFirst().run();

    for (int i = 0; i < answers.size(); i++) {
      assertEquals(i % 2 == 0, answers.get(i).get().isPresent());
    }
    assertEquals(List.of(), looks);
    assertFalse(standings.of(ANN, job.id()).toCompletableFuture().isDone());
    assertEquals(1, looks.size());
  }

  @Test
  void nobodyIsForgottenWhoAsksWhileLooksAreTaken() throws Exception {
    Job job = Fixtures.completed(store, ANN);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Standings standings = new Standings(store, threads);
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        counts.add(threads.submit(() -> asked(standings, job, 200)));
      }
      for (Future<Integer> count : counts) {
        assertEquals(200, count.get());
      }
    }
  }

  /** How often it was there. */
  private static int asked(Standings standings, Job job, int times) throws Exception {
    int there = 0;
    for (int i = 0; i < times; i++) {
      if (standings.of(job.user(), job.id()).toCompletableFuture().get().isPresent()) {
        there++;
      }
    }
    return there;
  }

  @Test
  void aFullLookMoreBeginsAnother() {
    Standings standings = new Standings(store, looks::add);
    for (int i = 0; i < 33; i++) {
      standings.of(ANN, "job");
    }
    assertEquals(2, looks.size());
    for (int i = 0; i < 1000; i++) {
      standings.of(ANN, "job");
    }
    assertEquals(2, looks.size());
  }

  @Test
  void aRowThatCannotBeReadIsTheTroubleOfThoseWhoAskForIt() throws Exception {
    Job whole = Fixtures.completed(store, ANN);
    Job broken = Fixtures.completed(store, BEN);
    lose(BEN);
    Standings standings = new Standings(store, looks::add);
    var bad = standings.of(BEN, broken.id()).toCompletableFuture();
    var good = standings.of(ANN, whole.id()).toCompletableFuture();
    looks.removeFirst().run();
    assertTrue(good.get().isPresent());
    assertTrue(bad.isCompletedExceptionally());
  }

  @Test
  void aStoreThatGoesAwayWhileRowsAreReadOneByOneIsSaidToAll() throws Exception {
    Job broken = Fixtures.completed(store, BEN);
    lose(BEN);
    Standings standings = new Standings(store, looks::add);
    List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
    answers.add(standings.of(BEN, broken.id()).toCompletableFuture());
    for (int i = 0; i < 50; i++) {
      answers.add(standings.of(ANN, "job").toCompletableFuture());
    }
    // Whoever hears of the broken row takes the store away from those who come after.
    var heard = answers.getFirst().whenComplete((_, _) -> rows.close());
    lookAtAll();
    assertTrue(heard.isCompletedExceptionally());
    assertTrue(answers.stream().allMatch(CompletableFuture::isCompletedExceptionally));
    assertInstanceOf(StoreException.class, answers.getLast().exceptionNow());
  }

  @Test
  void aStoreThatCannotBeReadIsSaidToAllWhoWaitAndAskedAgain() {
    Standings standings = new Standings(store, looks::add);
    rows.close();
    for (int i = 0; i < 2; i++) {
      List<CompletableFuture<Optional<Standing>>> answers = new ArrayList<>();
      for (int each = 0; each < 100; each++) {
        answers.add(standings.of(ANN, "job").toCompletableFuture());
      }
      // One look of a third of them, and nobody waits for the others.
      looks.removeFirst().run();
      for (var answer : answers) {
        var failure = assertThrows(ExecutionException.class, answer::get);
        assertInstanceOf(StoreException.class, failure.getCause());
      }
      lookAtAll();
    }
  }

  @Test
  void whoeverIsTooManyIsToldAtOnce() {
    Standings standings = new Standings(store, looks::add);
    for (int i = 0; i < 10_000; i++) {
      assertFalse(standings.of(ANN, "job").toCompletableFuture().isDone());
    }
    assertTrue(standings.of(ANN, "job").toCompletableFuture().isCompletedExceptionally());
  }

  private void lookAtAll() {
    while (!looks.isEmpty()) {
      looks.removeFirst().run();
    }
  }

  /** A word in the user's rows that no program knows. */
  private void lose(String user) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("darkroom.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE job SET phase = 'lost' WHERE user = '%s'".formatted(user));
    }
  }
}
