package dev.darkroom.blobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks names up on a few threads of its own. A name server that is silent holds the thread that
 * asks it, and with a virtual thread one of the few that carry all others.
 */
final class NameLookups implements DnsResolver {
  private static final int THREADS_MAX = 32;
  private static final long WITHIN_SECONDS = 10;
  private static final NameLookups SYSTEM = new NameLookups(SystemDefaultDnsResolver.INSTANCE);

  private final DnsResolver names;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          THREADS_MAX,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("names-", 0).factory());

  NameLookups(DnsResolver names) {
    this.names = names;
  }

  /** By the name servers of this machine. */
  static DnsResolver system() {
    return SYSTEM;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    try {
      Future<InetAddress[]> found = threads.submit(() -> names.resolve(host));
      return found.get(WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw unknown(host, e);
    } catch (TimeoutException | RejectedExecutionException e) {
      throw unknown(host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(host, e);
    }
  }

  private static UnknownHostException unknown(String host, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(host);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
