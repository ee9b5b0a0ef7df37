package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The call of fal.run: the result in the same connection, nothing kept, no line to wait in. */
final class RunCalls implements AutoCloseable {
  private final Apps apps;
  private final Benches benches;
  private final int maxBodyBytes;
  private final ThreadPoolExecutor threads;

  RunCalls(Apps apps, Benches benches, int atOnce, int maxBodyBytes) {
    this.apps = apps;
    this.benches = benches;
    this.maxBodyBytes = maxBodyBytes;
    this.threads =
        new ThreadPoolExecutor(
            0,
            atOnce,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("emulator-run-", 0).factory());
  }

  Answer run(AppId app, Incoming incoming)
      throws IOException, InterruptedException, Incoming.Refusal {
    JsonNode input = Incoming.json(incoming.body(maxBodyBytes));
    if (!apps.exists(app)) {
      return QueueCalls.unknownApp(app);
    }
    String id = UUID.randomUUID().toString();
    Future<Outcome> run;
    try {
      run =
          threads.submit(
              () -> {
                try (Bench bench = benches.lay(id, _ -> {}, () -> false)) {
                  return apps.run(app, input, bench);
                }
              });
    } catch (RejectedExecutionException _) {
      return tooMany();
    }
    try {
      return QueueCalls.outcomeAnswer(run.get(), id, incoming.baseUrl());
    } catch (ExecutionException e) {
      throw new IOException("the run was abandoned", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static Answer tooMany() {
    var body = Json.object();
    body.putArray("detail")
        .add(
            ModelException.detail(
                "body", "concurrent_requests_limit", "Concurrent requests limit reached"));
    return Answer.json(429, body).with("X-Fal-Needs-Retry", "1");
  }
}
