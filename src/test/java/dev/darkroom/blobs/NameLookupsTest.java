package dev.darkroom.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

/** Name servers of strangers may be silent. */
class NameLookupsTest {
  private final CountDownLatch answers = new CountDownLatch(1);
  private final Semaphore asked = new Semaphore(0);

  /** Says nothing until it is told to. */
  private final class Silent implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      asked.release();
      try {
        answers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertFalse(Thread.currentThread().isVirtual());
      return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {9, 9, 9, 9})};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  @Test
  void thoseThatAreSilentHoldFewThreadsAndNoneThatCarriesOthers() throws Exception {
    NameLookups names = new NameLookups(new Silent());
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<InetAddress[]>> all = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        all.add(many.submit(() -> names.resolve("a.example")));
      }
      asked.acquire(32);
      assertThrows(UnknownHostException.class, () -> names.resolve("one.too.many.example"));

      answers.countDown();
      for (Future<InetAddress[]> each : all) {
        assertEquals("a.example/9.9.9.9", each.get()[0].toString());
      }
    }
  }
}
