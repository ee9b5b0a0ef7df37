package dev.darkroom.jobs;

import dev.darkroom.jobs.Standing.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads how jobs stand. Polling is most of what a server is asked, and each poll is little work: so
 * nobody waits on a thread of their own, and all who ask while one look is taken share the next.
 */
public final class Standings {
  private static final int WAITING_MAX = 10_000;

  /** SurrealDB looks up no more values than this by an index at once. */
  private static final int LOOK_MAX = 32;

  /** A second look begins when one more is full. Others read the store as well. */
  private static final int LOOKS_MAX = 2;

  private static final long ANSWER_SECONDS_MAX = 30;

  private final JobStore store;
  private final Executor executor;
  private final BlockingQueue<Question> questions = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicInteger looks = new AtomicInteger();

  private record Question(Asked asked, CompletableFuture<Optional<Standing>> answer) {}

  /**
   * Reads from a store.
   *
   * @param executor where the store is asked, which may block
   */
  public Standings(JobStore store, Executor executor) {
    this.store = store;
    this.executor = executor;
  }

  /**
   * How the user's job stands now, or later; empty if there is none. Fails with a {@link
   * StoreException} if the store cannot be read or too many ask, and with a {@link
   * TimeoutException} if the store says nothing.
   */
  public CompletionStage<Optional<Standing>> of(String user, String id) {
    Question question = new Question(new Asked(user, id), new CompletableFuture<>());
    if (!questions.offer(question)) {
      return CompletableFuture.failedFuture(
          new StoreException("Too many ask how their jobs stand", null));
    }
    lookIfNeeded();
    return question.answer.orTimeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private void lookIfNeeded() {
    int going = looks.get();
    if (questions.size() > going * LOOK_MAX
        && going < LOOKS_MAX
        && looks.compareAndSet(going, going + 1)) {
      try {
        executor.execute(this::look);
      } catch (RuntimeException | Error e) {
        looks.decrementAndGet();
        throw e;
      }
    }
  }

  /** One look, and a new thread for the next: nothing in it waits, and others have work to do. */
  private void look() {
    try {
      List<Question> some = new ArrayList<>();
      questions.drainTo(some, LOOK_MAX);
      // Who gave up, or was told that it takes too long.
      some.removeIf(question -> question.answer.isDone());
      if (!some.isEmpty()) {
        answer(some);
      }
    } finally {
      looks.decrementAndGet();
      // Whoever asked meanwhile relied on us.
      lookIfNeeded();
    }
  }

  /** Returns why the store could not be read, if it could not. */
  private @Nullable StoreException answer(List<Question> some) {
    try {
      Map<Asked, Standing> found =
          store.standings(some.stream().map(Question::asked).distinct().toList());
      some.forEach(
          question -> question.answer.complete(Optional.ofNullable(found.get(question.asked))));
    } catch (StoreException e) {
      // Those who wait would most likely hear the same, but only later.
      List<Question> all = new ArrayList<>(some);
      questions.drainTo(all);
      all.forEach(question -> question.answer.completeExceptionally(e));
      return e;
    } catch (RuntimeException | Error e) {
      if (some.size() > 1) {
        return answerOneByOne(some);
      }
      some.getFirst().answer.completeExceptionally(e);
    }
    return null;
  }

  /** A row that cannot be read is the trouble of those alone who ask for it. */
  private @Nullable StoreException answerOneByOne(List<Question> some) {
    for (Question question : some) {
      StoreException away = answer(List.of(question));
      if (away != null) {
        some.forEach(other -> other.answer.completeExceptionally(away));
        return away;
      }
    }
    return null;
  }
}
