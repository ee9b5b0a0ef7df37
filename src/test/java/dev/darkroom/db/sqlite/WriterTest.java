package dev.darkroom.db.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkroom.jobs.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many moves in one commit: each is answered for itself, and none before it is on disk. */
class WriterTest {
  @TempDir Path folder;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("darkroom.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aFailingMoveLeavesItsNeighboursInTheSameCommitAlone() throws Exception {
    List<Future<Integer>> good = new ArrayList<>();
    List<Future<Integer>> bad = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      // Holds the writer, so that all the others wait for the next commit together.
      good.add(threads.submit(() -> database.write(h -> await(begun, go))));
      begun.await();
      for (int i = 0; i < 20; i++) {
        String user = "user-" + i;
        good.add(threads.submit(() -> database.write(h -> insert(h, user))));
        bad.add(threads.submit(() -> database.write(h -> insertAndFail(h, "bad-" + user))));
      }
      go.countDown();
    }
    for (Future<Integer> one : good) {
      assertEquals(1, one.get());
    }
    bad.forEach(one -> assertThrows(Exception.class, one::get));
    assertEquals(20, accounts());
  }

  @Test
  void anErrorInAMoveDoesNotEndTheWriter() {
    assertThrows(
        StoreException.class,
        () ->
            database.write(
                h -> {
                  throw new StackOverflowError("ordered by the test");
                }));

    assertEquals(Integer.valueOf(1), database.write(h -> insert(h, "after")));
  }

  @Test
  void aConnectionThatBreaksFailsItsMovesAndIsReplaced() {
    assertThrows(
        StoreException.class, () -> database.write(h -> h.execute("ROLLBACK") + insert(h, "lost")));

    assertEquals(Integer.valueOf(1), database.write(h -> insert(h, "after")));
  }

  @Test
  void aClosedStoreRefusesMovesAtOnce() {
    database.write(h -> insert(h, "before"));
    database.close();

    assertThrows(StoreException.class, () -> database.write(h -> insert(h, "after")));
  }

  private static int await(CountDownLatch begun, CountDownLatch go) {
    begun.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static int insert(Session h, String user) {
    return h.query("INSERT INTO account (user, created_at) VALUES (:user, 0)")
        .bind("user", user)
        .execute();
  }

  private static int insertAndFail(Session h, String user) {
    insert(h, user);
    throw new IllegalStateException("ordered by the test");
  }

  private long accounts() {
    return database.read(h -> h.query("SELECT count(*) FROM account").number());
  }
}
