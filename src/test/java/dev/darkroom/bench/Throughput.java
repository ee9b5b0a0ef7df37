package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import dev.darkroom.provider.Fal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Durable jobs a second, against two libraries that run jobs from a SQLite file, in turns. Their
 * jobs do nothing and call nobody, so Darkroom runs twice: as it is, with three HTTP calls a job,
 * and with those taken out.
 */
final class Throughput implements Measurement {
  private static final double BAR = 5;

  /** Each faster with eight than with one or with more; both wait for SQLite's one writer. */
  private static final Peer PEER = new Peer(8, 8);

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws InterruptedException {
    int jobs = sizes.get(Size.JOBS);
    int peerJobs = sizes.get(Size.PEER_JOBS);
    int inFlight = sizes.get(Size.IN_FLIGHT);
    int rounds = sizes.get(Size.ROUNDS);
    double[] whole = new double[rounds];
    double[] moves = new double[rounds];
    double[] dbScheduler = new double[rounds];
    double[] jobRunr = new double[rounds];
    double[] commits = new double[rounds];
    try (NoOpProvider provider = NoOpProvider.atOnce();
        Fal fal = provider.client();
        DurableJobs durable = new DurableJobs(folder.resolve("jobs.db"), fal, inFlight);
        StoreMoves store = new StoreMoves(folder.resolve("moves.db"), inFlight)) {
      durable.perSecond(jobs);
      store.perSecond(jobs);
      for (int round = 0; round < rounds; round++) {
        commits[round] = BareCommits.perSecond(folder.resolve("bare" + round + ".db"), jobs);
        whole[round] = durable.perSecond(jobs);
        dbScheduler[round] =
            DbSchedulerJobs.perSecond(folder.resolve("dbs" + round + ".db"), peerJobs, PEER);
        moves[round] = store.perSecond(jobs);
        jobRunr[round] =
            JobRunrJobs.perSecond(folder.resolve("jr" + round + ".db"), peerJobs, PEER);
      }
    }
    List<Figure> figures = new ArrayList<>();
    add(figures, "durable jobs", whole, dbScheduler, jobRunr);
    add(figures, "the same without the provider's HTTP", moves, dbScheduler, jobRunr);
    figures.add(
        Figure.plain(
            "the limit without grouping: bare commits of one row",
            "%.0f/s; %.1f durable jobs for each, %.1f without the provider's HTTP"
                .formatted(
                    median(commits),
                    median(whole) / median(commits),
                    median(moves) / median(commits))));
    return figures;
  }

  private static void add(
      List<Figure> figures, String what, double[] own, double[] dbScheduler, double[] jobRunr) {
    figures.add(compare(what, own, "db-scheduler", dbScheduler));
    figures.add(compare(what, own, "JobRunr", jobRunr));
  }

  private static Figure compare(String what, double[] own, String peer, double[] peers) {
    double ours = median(own);
    double theirs = median(peers);
    return Figure.of(
        what,
        "%.0f/s = %.1f × %s (%.0f/s)".formatted(ours, ours / theirs, peer, theirs),
        "≥ 5 ×",
        ours >= BAR * theirs);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
