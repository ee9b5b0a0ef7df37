package dev.darkroom.blobs;

import dev.darkroom.blobs.DownloadException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Requests to where the guard allows, each within a deadline; follows nothing and repeats nothing.
 */
final class GuardedHttp implements AutoCloseable {
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
  private static final int MAX_CONNECTIONS = 64;
  private static final Http1Config HEADERS =
      Http1Config.custom().setMaxHeaderCount(128).setMaxLineLength(32_768).build();

  /** What to do with an answer while its connection is open. */
  interface Reader<T> {
    T read(ClassicHttpResponse response, Body body) throws IOException;
  }

  /** The bytes of an answer; a failure to read them is the sender's, never the local disk's. */
  interface Body {
    /** Fills the buffer as far as there is something at once; -1 at the proper end. */
    int read(byte[] buffer) throws DownloadException;
  }

  private final Guard guard;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  GuardedHttp(Guard guard, Duration maxTime) {
    this.guard = guard;
    var connection =
        ConnectionConfig.custom()
            .setConnectTimeout(CONNECT_TIMEOUT)
            .setSocketTimeout(Timeout.of(maxTime))
            .setIdleTimeout(Timeout.ofSeconds(20))
            .setValidateAfterInactivity(TimeValue.ofMilliseconds(50))
            .build();
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(guard)
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder().http1Config(HEADERS).build())
                    .setDefaultConnectionConfig(connection)
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(maxTime))
                    .setDefaultKeepAlive(20, TimeUnit.SECONDS)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("darkroom")
            .build();
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("download-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /**
   * Asks for an address and hands the answer to the reader.
   *
   * @param left how long the whole may take
   * @throws DownloadException if the address is refused or the transport fails
   * @throws IOException as the reader throws it
   */
  <T> T get(URI url, Duration left, Reader<T> reader) throws IOException {
    // Before a request is made of it, which takes no ports that are none.
    guard.requireAllowed(url);
    return exchange(url, new HttpGet(url), left, reader);
  }

  /** As {@link #get}, for a request of any kind to that address. */
  <T> T exchange(URI url, HttpUriRequestBase request, Duration left, Reader<T> reader)
      throws IOException {
    guard.requireAllowed(url);
    try (var deadline = new Deadline(deadlines, request, left)) {
      ClassicHttpResponse response = open(request, deadline);
      HttpEntity entity = response.getEntity();
      InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
      return reader.read(response, buffer -> readSome(in, buffer, url, deadline));
    } catch (RejectedExecutionException e) {
      throw DownloadException.of(Kind.BROKEN, "the client is closed", e);
    } finally {
      // A connection whose answer was read to its end is back in the pool and out of reach of this;
      // any other must not be reused, nor read to its end first.
      request.abort();
    }
  }

  private ClassicHttpResponse open(HttpUriRequestBase request, Deadline deadline)
      throws DownloadException {
    String host = request.getAuthority().getHostName();
    try {
      return client.executeOpen(RoutingSupport.determineHost(request), request, null);
    } catch (HttpException e) {
      throw DownloadException.of(Kind.REFUSED_ADDRESS, "not an address to download from", e);
    } catch (IOException | IllegalStateException e) {
      // Out of time while it waited for a connection, the client says so by an unchecked exception.
      if (deadline.passed()) {
        throw DownloadException.of(Kind.TOO_SLOW, host + " took too long", e);
      }
      throw switch (e) {
        case Guard.RefusedAddress refused ->
            DownloadException.of(Kind.REFUSED_ADDRESS, host + " is not a public host", refused);
        case UnknownHostException _,
            ConnectException _,
            NoRouteToHostException _,
            ConnectTimeoutException _,
            SSLHandshakeException _ ->
            DownloadException.of(Kind.UNREACHABLE, host + " cannot be reached", e);
        case InterruptedIOException _ ->
            DownloadException.of(Kind.TOO_SLOW, host + " took too long", e);
        default -> DownloadException.of(Kind.BROKEN, host + " gave no answer", e);
      };
    }
  }

  private static int readSome(InputStream in, byte[] buffer, URI url, Deadline deadline)
      throws DownloadException {
    try {
      int count = in.read(buffer);
      if (count >= 0 || !deadline.passed()) {
        return count;
      }
    } catch (IOException e) {
      if (!deadline.passed() && !(e instanceof InterruptedIOException)) {
        throw DownloadException.of(Kind.BROKEN, url.getHost() + " broke off", e);
      }
    }
    // An end that the deadline itself made is no proper end.
    throw DownloadException.of(Kind.TOO_SLOW, url.getHost() + " took too long", null);
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }
}
