package dev.darkroom.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.bench.HttpLine.Answer;
import dev.darkroom.bench.OpenLoop.Offered;
import dev.darkroom.bench.Sizes.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Submits at twice the rate that the server can take, on many connections, while others read how a
 * job stands. The rate that it can take is how many come through if each caller waits for its
 * answer; reads are measured beside that as well.
 */
final class Shedding implements Measurement {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TIMES = 2;

  /** So many more than of those who read, as it takes to keep the server busy. */
  private static final int CALLERS_EACH = 4;

  private static final double READS_PER_SECOND = 200;
  private static final double READS_BAR = 3;
  private static final double TAKEN_BAR = 0.7;
  private static final long CREDITS = 1_000_000_000;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration END_WITHIN = Duration.ofMinutes(3);

  private final Set<String> taken = new HashSet<>();

  /** What was done, and the reads beside it. */
  private record Beside<T>(T done, Offered reads) {}

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    Duration within = Duration.ofSeconds(sizes.get(Size.SECONDS));
    int callers = CALLERS_EACH * sizes.get(Size.CONNECTIONS);
    try (NoOpProvider provider = NoOpProvider.making(TinyJob.result());
        PackagedServer server = server(folder, provider)) {
      server.awaitServing("/api/session");
      byte[] submit = HttpLine.post(TinyJob.PATH, TinyJob.body());
      List<Answer> first = closed(server.port(), callers, WARM_UP, submit);
      String job = JSON.readTree(first.getFirst().body()).path("jobId").asText();

      Beside<List<Answer>> most =
          beside(server, within, job, () -> closed(server.port(), callers, within, submit));
      double perSecond = Rate.perSecond(most.done().size(), within);
      Beside<Offered> twice =
          beside(
              server,
              within,
              job,
              () -> OpenLoop.run(server.port(), TIMES * perSecond, within, submit));
      keep(first);
      keep(most.done());
      keep(twice.done().with(202).answers());

      List<Figure> figures = new ArrayList<>(figures(perSecond, within, twice.done()));
      figures.add(reads(most.reads(), twice.reads()));
      figures.add(ended(server));
      return figures;
    }
  }

  private static PackagedServer server(Path folder, NoOpProvider provider) throws IOException {
    return PackagedServer.darkroom(
        folder,
        Map.of(
            "FAL_KEY", NoOpProvider.KEY,
            "FAL_QUEUE_URL", provider.url().toString(),
            "FAL_REST_URL", provider.url().toString(),
            "DARKROOM_WELCOME_CREDITS", Long.toString(CREDITS),
            "DARKROOM_JOBS_UNFINISHED_MAX", "1000000"));
  }

  private static <T> Beside<T> beside(
      PackagedServer server, Duration within, String job, Callable<T> load) throws Exception {
    byte[] read = HttpLine.get("/api/tools/status?jobId=" + job);
    try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Offered> reads =
          reader.submit(() -> OpenLoop.run(server.port(), READS_PER_SECOND, within, read));
      return new Beside<>(load.call(), reads.get());
    }
  }

  /** So many callers, each of whom waits for its answer and asks again; the answers. */
  private static List<Answer> closed(int port, int callers, Duration within, byte[] submit)
      throws Exception {
    long end = System.nanoTime() + within.toNanos();
    Callable<List<Answer>> caller =
        () -> {
          List<Answer> answers = new ArrayList<>();
          try (HttpLine line = new HttpLine(port)) {
            while (System.nanoTime() < end) {
              answers.add(line.ask(submit));
            }
          }
          return answers;
        };
    List<Answer> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> parts = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        parts.add(threads.submit(caller));
      }
      for (Future<List<Answer>> part : parts) {
        all.addAll(part.get());
      }
    }
    return all.stream().filter(answer -> answer.status() == 202).toList();
  }

  private void keep(List<Answer> accepted) throws IOException {
    for (Answer each : accepted) {
      taken.add(JSON.readTree(each.body()).path("jobId").asText());
    }
  }

  private static List<Figure> figures(double perSecond, Duration within, Offered submits) {
    Offered accepted = submits.with(202);
    Offered refused = submits.with(503);
    int others = submits.offered() - accepted.count() - refused.count();
    boolean told = refused.answers().stream().allMatch(Answer::retryAfter);
    double taken = Rate.perSecond(accepted.count(), within);
    String what = "submits at 2 × what is sustainable (%.0f/s)".formatted(perSecond);
    return List.of(
        Figure.of(
            what + ", taken",
            "%,d of %,d = %.0f %% of what is sustainable; p99 %.0f ms"
                .formatted(
                    accepted.count(),
                    submits.offered(),
                    100 * taken / perSecond,
                    accepted.quantileMs(0.99)),
            "≥ 70 %",
            taken >= TAKEN_BAR * perSecond),
        Figure.of(
            what + ", refused",
            "%,d by 503%s, p99 %.0f ms; %d others or unanswered"
                .formatted(
                    refused.count(),
                    told ? " with Retry-After" : ", some without Retry-After",
                    refused.quantileMs(0.99),
                    others),
            "sooner than those taken, 0 others",
            refused.count() > 0
                && told
                && others == 0
                && refused.quantileMs(0.99) <= accepted.quantileMs(0.99)));
  }

  private static Figure reads(Offered most, Offered twice) {
    double ratio = twice.quantileMs(0.99) / most.quantileMs(0.99);
    int unanswered = twice.offered() - twice.with(200).count();
    return Figure.of(
        "status reads meanwhile, p99",
        "%.0f ms = %.1f × that at the sustainable rate (%.0f ms); %d of %,d not answered 200"
            .formatted(
                twice.quantileMs(0.99), ratio, most.quantileMs(0.99), unanswered, twice.offered()),
        "≤ 3 ×",
        ratio <= READS_BAR && unanswered == 0);
  }

  /** Waits until nothing is unfinished, and looks at the end of all, and at what they cost. */
  private Figure ended(PackagedServer server) throws Exception {
    long end = System.nanoTime() + END_WITHIN.toNanos();
    try (Asker asker = new Asker(server.port())) {
      while (System.nanoTime() < end && any(asker, "pending") + any(asker, "processing") > 0) {
        Thread.sleep(500);
      }
      Set<String> completed = new HashSet<>();
      asker
          .all("", "/api/jobs?status=completed&limit=100")
          .forEach(job -> completed.add(job.path("id").asText()));
      long paid = CREDITS - asker.get("", "/api/credits", 200).json().path("balance").asLong();
      return Figure.of(
          "of the accepted, completed",
          "%,d of %,d, paid for %,d".formatted(completed.size(), taken.size(), paid),
          "all, once",
          completed.equals(taken) && paid == taken.size());
    }
  }

  private static int any(Asker asker, String status) {
    return asker.get("", "/api/jobs?limit=1&status=" + status, 200).json().path("items").size();
  }
}
