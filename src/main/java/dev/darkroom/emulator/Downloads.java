package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches input files as a model app does: data URIs, own files, or any http(s) URL.
 *
 * <p>Unlike fal it may reach loopback and private addresses, since the application that it serves
 * usually runs beside it. Size, time and redirects (the JDK's 5) are bounded.
 */
final class Downloads implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final long FETCH_SECONDS = 30;
  private static final long FILE_SECONDS = 300;

  private final CdnFiles files;
  private final long maxBytes;
  private final long maxFileBytes;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * Downloads.
   *
   * @param maxBytes largest file that is read into memory
   * @param maxFileBytes largest file that goes to disk
   */
  Downloads(CdnFiles files, long maxBytes, long maxFileBytes) {
    this.files = files;
    this.maxBytes = maxBytes;
    this.maxFileBytes = maxFileBytes;
  }

  byte[] fetch(String field, String url) throws ModelException, InterruptedException {
    try {
      byte[] bytes = bytes(url);
      if (bytes.length <= maxBytes) {
        return bytes;
      }
    } catch (IOException | IllegalArgumentException _) {
      throw ModelException.unprocessable(
          field, "file_download_error", "Failed to download the file: it could not be fetched");
    }
    throw tooLarge(field, maxBytes);
  }

  /**
   * As {@link #fetch}, into a file.
   *
   * @param into exists; used unless the file is one of ours, which is lent as it is
   */
  Path fetchFile(String field, String url, Path into) throws ModelException, InterruptedException {
    try {
      Path file = file(url, into);
      if (Files.size(file) <= maxFileBytes) {
        return file;
      }
    } catch (IOException | IllegalArgumentException _) {
      throw ModelException.unprocessable(
          field, "file_download_error", "Failed to download the file: it could not be fetched");
    }
    throw tooLarge(field, maxFileBytes);
  }

  private Path file(String url, Path into) throws IOException, InterruptedException {
    if (url.startsWith("data:")) {
      return Files.write(into, decode(url));
    }
    URI uri = httpUri(url);
    Optional<Path> own = Optional.ofNullable(uri.getPath()).flatMap(files::find);
    return own.isPresent()
        ? own.get()
        : overHttp(
            uri, BodyHandlers.limiting(BodyHandlers.ofFile(into), maxFileBytes), FILE_SECONDS);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private byte[] bytes(String url) throws IOException, InterruptedException {
    if (url.startsWith("data:")) {
      return decode(url);
    }
    URI uri = httpUri(url);
    // The port may have changed since the file was made; its key has not.
    Optional<Path> own = Optional.ofNullable(uri.getPath()).flatMap(files::find);
    return own.isPresent()
        ? readUpTo(own.get())
        : overHttp(uri, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes), FETCH_SECONDS);
  }

  private static URI httpUri(String url) throws IOException {
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      throw new IOException("not an http(s) URL");
    }
    return uri;
  }

  /** One byte more than allowed is enough to see that it is too large. */
  private byte[] readUpTo(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) Math.min(Integer.MAX_VALUE, maxBytes + 1));
    }
  }

  private <T> T overHttp(URI uri, HttpResponse.BodyHandler<T> body, long seconds)
      throws IOException, InterruptedException {
    var answer = client.sendAsync(HttpRequest.newBuilder(uri).build(), body);
    try {
      HttpResponse<T> response = answer.get(seconds, TimeUnit.SECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    } finally {
      answer.cancel(true);
    }
  }

  private static ModelException tooLarge(String field, long maxBytes) {
    var refusal =
        ModelException.detail(
            field, "file_too_large", "File size exceeds the maximum allowed size");
    refusal.putObject("ctx").put("max_size", maxBytes);
    return ModelException.unprocessable(JsonNodeFactory.instance.arrayNode().add(refusal));
  }

  private static byte[] decode(String dataUri) throws IOException {
    int comma = dataUri.indexOf(',');
    if (comma < 0) {
      throw new IOException("data URI without a comma");
    }
    String payload = dataUri.substring(comma + 1);
    return dataUri.substring(0, comma).endsWith(";base64")
        ? Base64.getDecoder().decode(payload)
        : URLDecoder.decode(payload.replace("+", "%2B"), StandardCharsets.UTF_8)
            .getBytes(StandardCharsets.UTF_8);
  }
}
