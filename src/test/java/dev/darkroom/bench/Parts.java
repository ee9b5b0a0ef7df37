package dev.darkroom.bench;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.credits.Grant;
import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Standing;
import dev.darkroom.jobs.Standing.Asked;
import dev.darkroom.web.CurrentUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What polls and moves are made of, for one caller. Their names are the words of the report; {@link
 * MicroParts} runs them in a process of their own, beside a folder that is filled already.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 8, time = 1)
public class Parts {
  static final String FOLDER = "bench.folder";
  static final String STORED = "bench.stored";
  private static final int SHARED_LOOK = 32;

  private final int stored = Integer.getInteger(STORED);
  private final SqliteFile file;
  private final JobStore jobs;
  private final Blobs blobs;

  public Parts() {
    Path folder = Path.of(System.getProperty(FOLDER));
    file = new SqliteFile(folder.resolve("darkroom.db"));
    jobs = file.jobs();
    blobs = blobs(folder.resolve("files"));
  }

  private static Blobs blobs(Path folder) {
    try {
      return new FolderBlobs(folder, new byte[32], URI.create("http://localhost:8080"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TearDown
  public void close() {
    file.close();
  }

  private String anyId() {
    return StoredJobs.idOfCaller(ThreadLocalRandom.current(), stored);
  }

  private Map<Asked, Standing> standings(int asked) {
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < asked; i++) {
      all.add(new Asked(CurrentUser.LOCAL, anyId()));
    }
    return jobs.standings(all);
  }

  @Benchmark
  public Map<Asked, Standing> lookForOnePollOfAnEndedJob() {
    return standings(1);
  }

  @Benchmark
  public Map<Asked, Standing> lookForThirtyTwoSuchPolls() {
    return standings(SHARED_LOOK);
  }

  @Benchmark
  public Optional<Job> wholeJob() {
    return jobs.find(CurrentUser.LOCAL, anyId());
  }

  @Benchmark
  public URI signedAddress() {
    return blobs.sign(BlobKey.of("users/x/library/" + anyId() + ".png"), Instant.EPOCH);
  }

  /** One that finds nothing to change: what the writer costs with its transaction and thread. */
  @Benchmark
  public boolean emptyMove() {
    return jobs.nudge("none", Instant.EPOCH);
  }

  /** Five statements, two of which write, alone in their commit. */
  @Benchmark
  public Grant durableMove() {
    String ref = Long.toString(ThreadLocalRandom.current().nextLong());
    return file.credits().grant(CurrentUser.LOCAL, 1, "Top-up", ref, Instant.EPOCH);
  }
}
