package dev.darkroom.blobs;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * POSTs of JSON to addresses that users give, by the rules of their downloads: http or https, to
 * public hosts and trusted origins only. What a name leads to is looked at for each connection, and
 * no redirect is followed.
 */
public final class GuardedPosts implements AutoCloseable {
  private static final int ANSWER_BYTES_MAX = 1024;
  private static final Duration LOOK_UP_WITHIN = Duration.ofSeconds(2);

  private final Guard guard;
  private final GuardedHttp http;
  private final Duration within;

  /**
   * What was answered.
   *
   * @param status any
   * @param retryAfter the header of that name, as it came
   */
  public record Answer(int status, @Nullable String retryAfter) {}

  /**
   * Posts to public hosts.
   *
   * @param trustedOrigins whose scheme, host and port are allowed although private
   * @param within how long one may take in all
   */
  public GuardedPosts(Set<URI> trustedOrigins, Duration within) {
    this(trustedOrigins, within, NameLookups.system());
  }

  GuardedPosts(Set<URI> trustedOrigins, Duration within, DnsResolver names) {
    this.guard = new Guard(trustedOrigins, true, names);
    this.http = new GuardedHttp(guard, within);
    this.within = within;
  }

  /**
   * Looks at an address without calling it: at its form, and at what its name leads to now. One
   * whose name is unknown, or cannot be looked up in a moment, passes: each post looks again.
   *
   * @throws DownloadException if it is refused
   */
  public void check(URI url) throws DownloadException {
    guard.requireAllowed(url);
    if (leadsInside(url)) {
      throw DownloadException.of(
          DownloadException.Kind.REFUSED_ADDRESS, url.getHost() + " is not a public host", null);
    }
  }

  private boolean leadsInside(URI url) {
    CompletableFuture<Boolean> look = new CompletableFuture<>();
    Thread.startVirtualThread(() -> look.complete(isRefused(url)));
    try {
      return look.get(LOOK_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Nothing fails it: indicates a bug", e);
    }
  }

  private boolean isRefused(URI url) {
    try {
      guard.resolve(url.getHost(), Guard.port(url));
      return false;
    } catch (Guard.RefusedAddress e) {
      return true;
    } catch (UnknownHostException | RuntimeException e) {
      return false;
    }
  }

  /**
   * Sends a body and waits for the answer, of which at most a kilobyte is read.
   *
   * @throws DownloadException if the address is refused, or there is no answer in time
   */
  public Answer post(URI url, Map<String, String> headers, byte[] json) throws DownloadException {
    guard.requireAllowed(url);
    var post = new HttpPost(url);
    headers.forEach(post::setHeader);
    post.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
    try {
      return http.exchange(url, post, within, GuardedPosts::answer);
    } catch (DownloadException e) {
      throw e;
    } catch (IOException e) {
      throw DownloadException.of(DownloadException.Kind.BROKEN, url.getHost() + " broke off", e);
    }
  }

  /** The status is the answer. The rest is read so that the connection can be used again. */
  private static Answer answer(ClassicHttpResponse response, GuardedHttp.Body body) {
    try {
      int left = ANSWER_BYTES_MAX;
      while (left > 0) {
        int read = body.read(new byte[left]);
        left = read < 0 ? 0 : left - read;
      }
    } catch (DownloadException e) {
      // What was said before it broke off still holds.
    }
    return new Answer(
        response.getCode(),
        Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
            .map(Header::getValue)
            .orElse(null));
  }

  /** Closes all connections; posts under way fail. */
  @Override
  public void close() throws IOException {
    http.close();
  }
}
