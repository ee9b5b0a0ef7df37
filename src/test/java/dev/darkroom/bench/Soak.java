package dev.darkroom.bench;

import dev.darkroom.bench.Sizes.Size;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.testing.OidcServer;
import dev.darkroom.testing.TokenIssuer;
import dev.darkroom.web.HostileFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Minutes of everything at once by several users, while the provider and the receiver of webhooks
 * fail in all their ways: nothing may grow, no answer may be one that was not asked for, and the
 * books must be right in the end.
 */
@SuppressWarnings("SystemOut") // Whoever waits so long wants to see something.
final class Soak implements Measurement {
  private static final int USERS = 10;
  private static final int ORDERS_OF_EACH = 2;
  private static final long CREDITS = 1_000_000;
  private static final int SAMPLES_MIN = 16;
  private static final Duration SAMPLE_EACH = Duration.ofSeconds(30);
  private static final int SHOWN_MAX = 20;

  /** In ten minutes over a thousand streams come and go: one of fifty that stayed would show. */
  private static final int BY_CHANCE = 25;

  private static final int THREADS_BY_CHANCE = 8;
  private static final String BOSS = "boss@example.com";
  private static final Map<String, List<String>> OF_BOSS =
      Map.of("groups", List.of("darkroom-admins"));

  private final AtomicBoolean over = new AtomicBoolean();
  private final List<SoakJobs> orders = new ArrayList<>();
  private final List<Vitals> samples = new ArrayList<>();

  @Override
  public List<Figure> run(Path folder, Sizes sizes) throws Exception {
    Duration within = Duration.ofSeconds(sizes.get(Size.SOAK));
    if (!Vitals.areTold()) {
      return List.of(
          Figure.notMeasured("soak", "flat", "what a process holds is read as Linux tells it"));
    }
    try (TokenIssuer people = TokenIssuer.start();
        Emulator emulator =
            Emulator.start(
                EmulatorSettings.forTests(folder.resolve("emulator"))
                    .withDelays(Duration.ofMillis(200), Duration.ofMillis(300)));
        ShakyReceiver receiver = new ShakyReceiver();
        PackagedServer server = server(folder, people, emulator, receiver);
        Asker asker = new Asker(server.port())) {
      server.awaitServing("/q/health/ready");
      Faults.order(emulator.cruelty());
      List<String> tokens = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        tokens.add(newcomer(asker, people, "user%d@example.com".formatted(user)));
      }
      live(asker, tokens, receiver, server, within);
      SoakBooks books = SoakBooks.audit(asker, tokens, orders, CREDITS);
      System.out.println(receiver);
      return figures(asker, books, server, within);
    }
  }

  private static PackagedServer server(
      Path folder, TokenIssuer people, Emulator emulator, ShakyReceiver receiver)
      throws IOException {
    return PackagedServer.darkroom(
        folder.resolve("data"),
        Map.ofEntries(
            Map.entry("FAL_KEY", "bench:bench"),
            Map.entry("FAL_QUEUE_URL", emulator.queueUrl().toString()),
            Map.entry("FAL_REST_URL", emulator.restUrl().toString()),
            Map.entry("DARKROOM_AUTH", "oidc"),
            Map.entry("DARKROOM_OIDC_ISSUER", people.issuer().toString()),
            Map.entry("DARKROOM_OIDC_CLIENT_ID", OidcServer.CLIENT_ID),
            Map.entry("DARKROOM_OIDC_CLIENT_SECRET", OidcServer.CLIENT_SECRET),
            Map.entry("DARKROOM_OIDC_ADMIN_CLAIM", "groups"),
            Map.entry("DARKROOM_OIDC_ADMIN_VALUE", "darkroom-admins"),
            Map.entry("DARKROOM_WEBHOOK_ORIGINS", receiver.url().toString()),
            Map.entry("DARKROOM_JOBS_RETRY_MAX", "5s"),
            Map.entry("DARKROOM_JOBS_POLL_MAX_WITH_WEBHOOKS", "5s"),
            Map.entry("DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE", "10s")));
  }

  /** Comes with credits, and makes a token that lasts; what it is. */
  private static String newcomer(Asker asker, TokenIssuer people, String email) {
    asker.post(
        people.token(BOSS, OF_BOSS),
        "/api/admin/credits",
        "{\"email\":\"%s\",\"delta\":%d,\"reason\":\"soak\",\"ref\":\"%s\"}"
            .formatted(email, CREDITS, email),
        200);
    return asker
        .post(
            people.token(email, Map.of()),
            "/api/tokens",
            "{\"name\":\"soak\",\"scopes\":[\"jobs\",\"files\"]}",
            201)
        .json()
        .path("token")
        .asText();
  }

  private void live(
      Asker asker,
      List<String> tokens,
      ShakyReceiver receiver,
      PackagedServer server,
      Duration within)
      throws Exception {
    byte[] photo = HostileFiles.photo();
    List<Future<?>> habits = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long seed = 0;
      for (String token : tokens) {
        SoakJobs jobs = new SoakJobs(asker, token, photo, receiver.url(), over::get);
        SoakVisits visits = new SoakVisits(asker, token, photo, over::get);
        orders.add(jobs);
        for (int i = 0; i < ORDERS_OF_EACH; i++) {
          start(habits, threads, seed++, jobs::run);
        }
        start(habits, threads, seed++, visits::reads);
        start(habits, threads, seed++, visits::brings);
        start(habits, threads, seed++, visits::errs);
        start(habits, threads, seed++, visits::listens);
      }
      try {
        sample(server, within);
      } finally {
        over.set(true);
      }
    }
    for (Future<?> habit : habits) {
      habit.get();
    }
  }

  /** What somebody does until it is over. */
  private interface Habit {
    void run(long seed) throws InterruptedException;
  }

  private static void start(
      List<Future<?>> habits, ExecutorService threads, long seed, Habit habit) {
    Callable<Boolean> task =
        () -> {
          habit.run(seed);
          return true;
        };
    habits.add(threads.submit(task));
  }

  private void sample(PackagedServer server, Duration within) throws Exception {
    Duration each = within.dividedBy(SAMPLES_MIN);
    each = each.compareTo(SAMPLE_EACH) < 0 ? each : SAMPLE_EACH;
    long start = System.nanoTime();
    long end = start + within.toNanos();
    for (long due = start + each.toNanos();
        due <= end;
        due = Math.max(due, System.nanoTime()) + each.toNanos()) {
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      Vitals now = Vitals.of(server);
      samples.add(now);
      System.out.printf("%4d s: %s%n", (System.nanoTime() - start) / 1_000_000_000, now);
    }
  }

  private List<Figure> figures(Asker asker, SoakBooks books, PackagedServer server, Duration within)
      throws Exception {
    String what = "%d s of mixed load with faults, ".formatted(within.toSeconds());
    List<String> unexpected = asker.unexpected();
    unexpected.stream().limit(SHOWN_MAX).forEach(each -> System.out.println("Unexpected: " + each));
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.of(
            what + "answers not asked for",
            "%d of %,d".formatted(unexpected.size(), asker.asked()),
            "0",
            unexpected.isEmpty()));
    figures.add(
        Figure.of(what + "accepted jobs", books.toString(), "all ended, paid once", books.right()));
    Flat flat = new Flat(samples);
    figures.add(flat.of(what + "live heap", "MB", 3, vitals -> vitals.heapBytes() >> 20));
    figures.add(flat.of(what + "memory", "MB", 20, vitals -> vitals.residentBytes() >> 20));
    figures.add(flat.of(what + "open files", "", BY_CHANCE, Vitals::files));
    figures.add(flat.of(what + "threads", "", THREADS_BY_CHANCE, Vitals::threads));
    figures.add(flat.of(what + "connections", "", BY_CHANCE, Vitals::connections));
    int wrong = server.doctor();
    figures.add(
        Figure.of(
            what + "rows and files",
            wrong == 0 ? "the doctor finds nothing" : "the doctor ends with " + wrong,
            "nothing",
            wrong == 0));
    return figures;
  }
}
