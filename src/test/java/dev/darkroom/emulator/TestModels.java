package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Models whose timing the test decides. */
final class TestModels {
  static final String ECHO = "darkroom/echo";
  static final String GATE = "darkroom/gate/slow";

  private TestModels() {}

  /** Gives its input back at once; {@code {"break":true}} makes it throw. */
  static final class Echo implements Model {
    @Override
    public String id() {
      return ECHO;
    }

    @Override
    public ObjectNode run(ObjectNode input, Workbench bench) throws InterruptedException {
      if (input.path("break").asBoolean()) {
        throw new IllegalArgumentException("broken on purpose");
      }
      bench.progress(0.5);
      bench.progress(1);
      return input;
    }
  }

  /** Goes half way, says so, and waits until it is let through. */
  static final class Gate implements Model {
    final CountDownLatch reached = new CountDownLatch(1);
    final Semaphore open = new Semaphore(0);

    @Override
    public String id() {
      return GATE;
    }

    @Override
    public ObjectNode run(ObjectNode input, Workbench bench) throws InterruptedException {
      bench.progress(0.5);
      reached.countDown();
      open.acquire();
      bench.progress(1);
      return input;
    }
  }

  static List<Model> echo() {
    return List.of(new Echo());
  }
}
