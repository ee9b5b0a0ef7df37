package dev.darkroom.db.surreal;

import dev.darkroom.db.surreal.SurrealException.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls one SurrealDB over HTTP, with an end to all waiting and to every answer. */
final class Wire implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final long ANSWER_BYTES_MAX = 64L << 20;
  private static final HttpResponse.BodyHandler<byte[]> BODY =
      HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX);

  private final URI url;
  private final Duration within;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Wire(URI url, Duration within) {
    this.url = url;
    this.within = within;
  }

  HttpRequest.Builder request(String path) {
    String base = url.toString().replaceFirst("/+$", "");
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  /**
   * Sends it once.
   *
   * @throws SurrealException NOT_DONE if it never left; UNKNOWN if no whole answer came
   */
  HttpResponse<byte[]> send(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request.build(), BODY);
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ConnectException
              || e.getCause() instanceof HttpConnectTimeoutException
          ? new SurrealException(Kind.NOT_DONE, "SurrealDB cannot be reached", e)
          : new SurrealException(Kind.UNKNOWN, "SurrealDB gave no answer", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new SurrealException(Kind.UNKNOWN, "SurrealDB gave no answer in time", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new SurrealException(Kind.UNKNOWN, "Interrupted while SurrealDB worked", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
