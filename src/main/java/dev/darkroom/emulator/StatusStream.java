package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.emulator.QueuedRequest.Done;
import dev.darkroom.emulator.QueuedRequest.State;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server-sent events of one request: each change once, new log lines only, until its end. */
final class StatusStream {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  /** Places in line change without waking anybody. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final QueuedRequest request;
  private final FalQueue queue;
  private final View view;

  @FunctionalInterface
  interface View {
    ObjectNode of(State state, List<LogLine> newLogs);
  }

  StatusStream(QueuedRequest request, FalQueue queue, View view) {
    this.request = request;
    this.queue = queue;
    this.view = view;
  }

  void writeTo(OutputStream out) throws IOException, InterruptedException {
    int sentLogs = 0;
    Optional<State> sent = Optional.empty();
    Optional<Integer> sentPosition = Optional.empty();
    long lastNanos = System.nanoTime();
    while (true) {
      queue.expire(request);
      State state = request.state();
      List<LogLine> logs = queue.logs(request);
      Optional<Integer> position = queue.position(request);
      if (!sent.equals(Optional.of(state))
          || logs.size() > sentLogs
          || !position.equals(sentPosition)) {
        write(out, "data: " + view.of(state, logs.subList(sentLogs, logs.size())) + "\n\n");
        sent = Optional.of(state);
        sentLogs = logs.size();
        sentPosition = position;
        lastNanos = System.nanoTime();
      } else if (System.nanoTime() - lastNanos > KEEP_ALIVE.toNanos()) {
        write(out, ": ping\n\n");
        lastNanos = System.nanoTime();
      }
      if (state instanceof Done) {
        return;
      }
      request.awaitNews(state, sentLogs, LOOK);
    }
  }

  private static void write(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
