package dev.darkroom.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Bounded HTTP calls over one pool: no retries, no redirects, a deadline for each whole call. */
final class FalHttp implements AutoCloseable {
  /** Longer than a request burst, shorter than servers usually keep an idle connection. */
  private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(20);

  /** Twice what fal allows itself: 16 KB of headers. */
  private static final Http1Config HEADERS =
      Http1Config.custom().setMaxHeaderCount(128).setMaxLineLength(32_768).build();

  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  private final String authorization;

  FalHttp(FalSettings settings) {
    this(settings, pooled(settings));
  }

  /** Over this client, which repeats and follows nothing by itself, and is closed with this. */
  FalHttp(FalSettings settings, CloseableHttpClient client) {
    this.authorization = "Key " + settings.key();
    this.client = client;
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("fal-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient pooled(FalSettings settings) {
    var longestCall = Timeout.of(longer(settings.callTimeout(), settings.uploadTimeout()));
    var connection =
        ConnectionConfig.custom()
            .setConnectTimeout(Timeout.of(settings.connectTimeout()))
            .setSocketTimeout(longestCall)
            .setIdleTimeout(Timeout.of(KEEP_ALIVE.toDuration()))
            // A connection that the server closed meanwhile must not cost a submit its outcome.
            .setValidateAfterInactivity(TimeValue.ofMilliseconds(50))
            .build();
    var request =
        RequestConfig.custom()
            .setConnectionRequestTimeout(longestCall)
            .setDefaultKeepAlive(KEEP_ALIVE.getDuration(), KEEP_ALIVE.getTimeUnit())
            .setProtocolUpgradeEnabled(false)
            .build();
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder().http1Config(HEADERS).build())
                .setDefaultConnectionConfig(connection)
                .setMaxConnTotal(settings.maxConnections())
                .setMaxConnPerRoute(settings.maxConnections())
                .build())
        .setDefaultRequestConfig(request)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .setUserAgent("darkroom")
        .build();
  }

  /** Adds the key, for fal's own hosts only, and asks for JSON. */
  void authorize(HttpUriRequestBase request) {
    request.setHeader(HttpHeaders.AUTHORIZATION, authorization);
    request.setHeader(HttpHeaders.ACCEPT, "application/json");
  }

  /** Sends one request about an accepted one, or of an upload; such calls may be repeated. */
  Answer call(String name, HttpUriRequestBase request, Duration timeout, int maxBytes)
      throws ProviderException {
    try {
      return send(request, timeout, maxBytes);
    } catch (IOException e) {
      throw Failures.broken(name, e);
    }
  }

  /**
   * Sends one request, once, and reads its answer.
   *
   * @param maxBytes of the body; the rest is left unread and the answer marked as cut
   * @throws SocketTimeoutException if the whole call took longer than the timeout
   * @throws IOException if there was no whole answer
   */
  Answer send(HttpUriRequestBase request, Duration timeout, int maxBytes) throws IOException {
    try (var deadline = new Deadline(deadlines, request, timeout)) {
      return exchange(request, maxBytes, deadline);
    } catch (RejectedExecutionException e) {
      throw new IOException("the client is closed", e);
    }
  }

  private Answer exchange(HttpUriRequestBase request, int maxBytes, Deadline deadline)
      throws IOException {
    boolean whole = false;
    try {
      ClassicHttpResponse response =
          client.executeOpen(RoutingSupport.determineHost(request), request, null);
      Answer answer = read(response, maxBytes);
      whole = !answer.cut();
      if (whole) {
        response.close();
      }
      return answer;
    } catch (HttpException e) {
      throw new IOException("not an HTTP address", e);
    } catch (IOException | IllegalStateException e) {
      // Unchecked where a call waited for a connection until its end, or the client was closed.
      if (deadline.passed()) {
        var late = new SocketTimeoutException("no whole answer in time");
        late.initCause(e);
        throw late;
      }
      throw e instanceof IOException io ? io : new IOException("the client is closed", e);
    } finally {
      if (!whole) {
        // Closing the response would read the rest of its body first, however long it is.
        request.abort();
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Answer read(ClassicHttpResponse response, int maxBytes) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    if (response.getEntity() == null) {
      return new Answer(response.getCode(), headers, new byte[0], false);
    }
    InputStream in = response.getEntity().getContent();
    byte[] body = in.readNBytes(maxBytes);
    boolean cut = body.length == maxBytes && in.read() >= 0;
    return new Answer(response.getCode(), headers, body, cut);
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }
}
