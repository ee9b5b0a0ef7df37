package dev.darkroom.notify;

/** Wakes the loop that delivers. Jobs move before there is one to wake. */
public final class Bell implements Runnable {
  private volatile Runnable target = () -> {};

  public void to(Runnable loop) {
    target = loop;
  }

  @Override
  public void run() {
    target.run();
  }
}
