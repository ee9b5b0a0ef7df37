package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PixelThreadsTest {
  @Test
  @Timeout(60)
  void twoWorkAtATimeHoweverManyCall() throws InterruptedException {
    CyclicBarrier two = new CyclicBarrier(2);
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      callers.add(
          Thread.startVirtualThread(() -> PixelThreads.call(() -> work(two, working, most))));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(2, most.get());
    assertEquals(0, working.get());
  }

  /** Passes the barrier only beside another worker. */
  private static boolean work(CyclicBarrier two, AtomicInteger working, AtomicInteger most) {
    most.accumulateAndGet(working.incrementAndGet(), Math::max);
    try {
      two.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    working.decrementAndGet();
    return Thread.currentThread().isVirtual();
  }

  @Test
  void pixelsNeverHoldTheCarrierOfAVirtualThread() {
    assertFalse(PixelThreads.call(() -> Thread.currentThread().isVirtual()));
  }

  @Test
  void aNativeExceptionBecomesABrokenPicture() {
    RuntimeException ofOpenCv = new RuntimeException("OpenCV(4.13.0) error: (-215)");
    PictureException broken = assertThrows(PictureException.class, () -> fail(ofOpenCv));
    assertEquals(PictureException.Kind.BROKEN, broken.kind());
    assertSame(ofOpenCv, broken.getCause());
  }

  @Test
  void ourOwnExceptionsPassUnchanged() {
    IllegalStateException bug = new IllegalStateException();
    assertSame(bug, assertThrows(IllegalStateException.class, () -> fail(bug)));
    PictureException refusal = PictureException.cutOff();
    assertSame(refusal, assertThrows(PictureException.class, () -> fail(refusal)));
  }

  private static void fail(RuntimeException cause) {
    PixelThreads.call(
        () -> {
          throw cause;
        });
  }
}
