package dev.darkroom.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** One-time jobs of db-scheduler that do nothing. */
final class DbSchedulerJobs {
  /** As its documentation gives it for the other databases. */
  private static final String[] SCHEMA = {
    """
    CREATE TABLE scheduled_tasks (task_name TEXT, task_instance TEXT, task_data BLOB,
      execution_time TIMESTAMP, picked BIT, picked_by TEXT, last_success TIMESTAMP,
      last_failure TIMESTAMP, consecutive_failures INT, last_heartbeat TIMESTAMP, version BIGINT,
      priority SMALLINT, PRIMARY KEY (task_name, task_instance))
    """,
    "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
    "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)",
  };

  private DbSchedulerJobs() {}

  /** Schedules so many at once in its batches and runs them; how many were done a second. */
  static double perSecond(Path database, int count, Peer peer) throws InterruptedException {
    CountDownLatch run = new CountDownLatch(count);
    OneTimeTask<Void> task = Tasks.oneTime("no-op").execute((_, _) -> run.countDown());
    try (PeerFile file = new PeerFile(database, peer.connections())) {
      file.execute(SCHEMA);
      Scheduler scheduler =
          Scheduler.create(file.dataSource(), task)
              .threads(peer.threads())
              .pollingInterval(Duration.ofMillis(20))
              .build();
      scheduler.start();
      long start = System.nanoTime();
      scheduler.scheduleBatch(
          IntStream.range(0, count)
              .mapToObj(number -> new TaskInstance<>("no-op", Integer.toString(number))),
          Instant.now());
      scheduler.triggerCheckForDueExecutions();
      run.await();
      file.await("SELECT count(*) FROM scheduled_tasks", 0);
      long nanos = System.nanoTime() - start;
      scheduler.stop();
      return Rate.perSecond(count, Duration.ofNanos(nanos));
    }
  }
}
