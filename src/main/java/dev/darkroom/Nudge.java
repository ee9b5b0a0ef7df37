package dev.darkroom;

/** Wakes the worker. Jobs are submitted before there is a worker to wake, and by parts it needs. */
final class Nudge implements Runnable {
  private volatile Runnable target = () -> {};

  void to(Runnable worker) {
    target = worker;
  }

  @Override
  public void run() {
    target.run();
  }
}
