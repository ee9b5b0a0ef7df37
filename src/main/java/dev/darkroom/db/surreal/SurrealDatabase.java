package dev.darkroom.db.surreal;

import dev.darkroom.db.surreal.SurrealException.Kind;
import dev.darkroom.jobs.StoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One database in a SurrealDB. A move is one block, which is one transaction. The server never
 * repeats a transaction that met another one, so we do; and a move whose answer was lost is
 * repeated too, which is why every move begins by looking whether it is there already.
 */
public final class SurrealDatabase implements AutoCloseable {

  /** Whoever only looks can be told to look again. */
  private static final Duration READ_WITHIN = Duration.ofSeconds(3);

  /**
   * So many of a crowd at once, first come, first served: those of one user meet in the user's
   * record, and all together would mostly repeat what another undoes.
   */
  private static final int IN_TURN_MAX = 8;

  private final SurrealClient client;
  private final Duration moveWithin;
  private final Semaphore turns = new Semaphore(IN_TURN_MAX, true);

  private SurrealDatabase(SurrealClient client, Duration moveWithin) {
    this.client = client;
    this.moveWithin = moveWithin;
  }

  /**
   * Connects, waiting for a server that is not there yet, and brings the schema up to date.
   *
   * @throws StoreException in words for the operator, if that cannot be done
   */
  public static SurrealDatabase open(SurrealSettings settings, InstantSource clock) {
    SurrealClient client = new SurrealClient(settings, clock);
    try {
      Repeat start = new Repeat(settings.startWithin());
      ServerVersion.check(start.until(client::version));
      start.until(() -> Migrations.run(client, settings));
      return new SurrealDatabase(client, settings.moveWithin());
    } catch (SurrealException e) {
      client.close();
      throw new StoreException(
          "SURREAL_URL %s: %s".formatted(settings.url().orElseThrow(), e.getMessage()), e);
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /**
   * Does one move atomically. When it returns, the move is durable.
   *
   * @param block one block of statements; a repetition of it must change nothing
   * @return what the block returns; null for NONE
   * @throws StoreException if the server cannot be reached; whether the move is done is then known
   *     only to the server
   * @throws IllegalStateException if the block itself refuses
   */
  @Nullable Object move(String block, Map<String, ?> values) {
    return run(block, values, new Repeat(moveWithin));
  }

  /** The same for what a crowd may ask for at once; it must not keep the worker from its moves. */
  @Nullable Object moveInTurn(String block, Map<String, ?> values) {
    Repeat repeat = new Repeat(moveWithin);
    if (!taken(moveWithin)) {
      throw new StoreException("SurrealDB has too many moves to do", null);
    }
    try {
      return run(block, values, repeat);
    } finally {
      turns.release();
    }
  }

  private boolean taken(Duration within) {
    try {
      return turns.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Reads a consistent view of what is committed.
   *
   * @throws StoreException if that cannot be had in a moment
   */
  @Nullable Object read(String block, Map<String, ?> values) {
    return run(block, values, new Repeat(READ_WITHIN));
  }

  private @Nullable Object run(String block, Map<String, ?> values, Repeat repeat) {
    try {
      List<@Nullable Object> results = repeat.until(() -> client.query(block, values));
      if (results.size() != 1) {
        throw new IllegalStateException("A move is one block: indicates a bug");
      }
      Object result = results.getFirst();
      return result == None.NONE ? null : result;
    } catch (SurrealException e) {
      if (e.kind() == Kind.FAILED) {
        throw new IllegalStateException("SurrealDB refused a move: " + e.getMessage(), e);
      }
      throw new StoreException("SurrealDB did not do a move", e);
    }
  }

  /** Whether the server answers now. */
  public boolean answers() {
    try {
      client.query("RETURN true", Map.of());
      return true;
    } catch (SurrealException e) {
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
