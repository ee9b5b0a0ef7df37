package dev.darkroom;

import dev.darkroom.jobs.Loop;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that goes round in this server, so that nothing of it ends unnoticed. */
@Singleton
class Loops {
  private final List<Loop> started = new CopyOnWriteArrayList<>();

  /** Only here: a loop that is started elsewhere is not missed when it ends. */
  void start(Loop loop) {
    loop.start();
    started.add(loop);
  }

  /** Whether each still goes round, or has been closed. */
  boolean alive() {
    return started.stream().allMatch(Loop::alive);
  }
}
