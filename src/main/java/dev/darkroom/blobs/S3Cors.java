package dev.darkroom.blobs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the bucket, as a browser does, what pages of an origin may do there by signed addresses. */
final class S3Cors {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private S3Cors() {}

  /**
   * The methods of GET and PUT that such pages may not use.
   *
   * @param address any signed one
   * @param origin without a path
   * @throws IOException if no answer came
   */
  static List<String> refused(URI address, String origin) throws IOException {
    List<String> refused = new ArrayList<>();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(WITHIN).build()) {
      for (String method : List.of("GET", "PUT")) {
        if (!isAllowed(http.send(preflight(address, origin, method), BODY), origin, method)) {
          refused.add(method);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
    return refused;
  }

  private static final HttpResponse.BodyHandler<Void> BODY = HttpResponse.BodyHandlers.discarding();

  private static HttpRequest preflight(URI address, String origin, String method) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(WITHIN)
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method);
    return method.equals("PUT")
        ? request.header("Access-Control-Request-Headers", "content-type").build()
        : request.build();
  }

  private static boolean isAllowed(HttpResponse<?> answer, String origin, String method) {
    String allowed = answer.headers().firstValue("Access-Control-Allow-Origin").orElse("");
    String methods = answer.headers().firstValue("Access-Control-Allow-Methods").orElse("");
    return answer.statusCode() < 300
        && (allowed.equals("*") || allowed.equals(origin))
        && methods.toUpperCase(Locale.ROOT).contains(method);
  }
}
