package dev.darkroom.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.sqlite.SqLiteStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** Fire-and-forget jobs of JobRunr that do nothing. */
public final class JobRunrJobs {
  /** The shortest that it allows; a worker that is free asks for more by itself. */
  private static final Duration POLL = Duration.ofSeconds(5);

  /** JobRunr makes its handlers by itself, so they can only meet the run here. */
  private static volatile CountDownLatch begun = new CountDownLatch(0);

  private static volatile CountDownLatch run = new CountDownLatch(0);

  private JobRunrJobs() {}

  /**
   * Enqueues so many in its batches, then runs them; how many were done a second. The pause before
   * its server first looks is left out.
   */
  static double perSecond(Path database, int count, Peer peer) throws InterruptedException {
    begun = new CountDownLatch(1);
    run = new CountDownLatch(count);
    try (PeerFile file = new PeerFile(database, peer.connections())) {
      JobRequestScheduler scheduler =
          JobRunr.configure()
              // By itself it takes a newer Jackson that another library of the tests brings along,
              // which does not work with the annotations that are here.
              .useJsonMapper(new JacksonJsonMapper())
              .useStorageProvider(new SqLiteStorageProvider(file.dataSource()))
              .useBackgroundJobServer(
                  BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                      .andWorkerCount(peer.threads())
                      .andPollInterval(POLL),
                  false)
              .initialize()
              .getJobRequestScheduler();
      long start = System.nanoTime();
      scheduler.enqueue(IntStream.range(0, count).mapToObj(NoOp::new));
      long enqueued = System.nanoTime();
      JobRunr.getBackgroundJobServer().start();
      begun.await();
      long first = System.nanoTime();
      run.await();
      file.await("SELECT count(*) FROM jobrunr_jobs WHERE state = 'SUCCEEDED'", count);
      long nanos = System.nanoTime() - first + enqueued - start;
      JobRunr.destroy();
      return Rate.perSecond(count, Duration.ofNanos(nanos));
    }
  }

  /** A request for nothing. */
  public record NoOp(int number) implements JobRequest {
    @Override
    public Class<NoOpHandler> getJobRequestHandler() {
      return NoOpHandler.class;
    }
  }

  /** Does nothing. */
  public static final class NoOpHandler implements JobRequestHandler<NoOp> {
    @Override
    public void run(NoOp request) {
      begun.countDown();
      run.countDown();
    }
  }
}
