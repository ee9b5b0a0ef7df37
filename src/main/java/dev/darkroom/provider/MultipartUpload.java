package dev.darkroom.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;

/**
 * Puts one large file to a signed address, part by part, so that a connection that breaks costs one
 * part. No more of the file is in memory than one buffer.
 */
final class MultipartUpload {
  /** Each part, and the completion. */
  private static final int ATTEMPTS = 3;

  private final FalHttp http;
  private final URI uploadUrl;
  private final int partBytes;
  private final Duration partTimeout;

  /**
   * An upload that was begun.
   *
   * @param uploadUrl signed: the address is the permission
   * @param partTimeout bound on one attempt to put one part
   */
  MultipartUpload(FalHttp http, URI uploadUrl, int partBytes, Duration partTimeout) {
    this.http = http;
    this.uploadUrl = uploadUrl;
    this.partBytes = partBytes;
    this.partTimeout = partTimeout;
  }

  void run(Path file, long size, String contentType) throws ProviderException {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    int number = 1;
    for (long from = 0; from < size; from += partBytes) {
      parts.add(put(file, from, Math.min(partBytes, size - from), contentType, number));
      number++;
    }
    complete(parts);
  }

  private ObjectNode put(Path file, long from, long length, String contentType, int number)
      throws ProviderException {
    return patiently(
        () -> {
          try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            var put = new HttpPut(below(Integer.toString(number)));
            put.setEntity(new InputStreamEntity(in, length, ContentType.parse(contentType)));
            return part(number, send(put));
          } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file to upload", e);
          }
        });
  }

  /** What completion wants to know of a part; some hosts say it in the body, some in a header. */
  private static ObjectNode part(int number, Answer stored) throws ProviderException {
    String etag = stored.objectOrEmpty().path("etag").asText(stored.header("etag"));
    if (etag.isEmpty()) {
      throw Failures.unreadable("upload", stored, true);
    }
    return JsonNodeFactory.instance.objectNode().put("partNumber", number).put("etag", etag);
  }

  private void complete(ArrayNode parts) throws ProviderException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("parts", parts);
    patiently(
        () -> {
          var post = new HttpPost(below("complete"));
          post.setEntity(new TrackedBody(Answer.bytes(body)));
          return send(post);
        });
  }

  private Answer send(HttpUriRequestBase request) throws ProviderException {
    Answer answer = http.call("upload", request, partTimeout, Answer.MAX_QUEUE_BYTES);
    if (answer.status() == 404) {
      // This upload is lost, as after an answer that was; the next visit begins another.
      throw Failures.unreadable("upload", answer, true);
    }
    if (!answer.ok()) {
      throw Failures.call("upload", answer);
    }
    return answer;
  }

  private URI below(String segment) {
    String query = uploadUrl.getRawQuery();
    String path = uploadUrl.getRawPath() + "/" + segment;
    return uploadUrl.resolve(query == null ? path : path + "?" + query);
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws ProviderException;
  }

  /** Trouble is met at once and a few times only: the job comes back to the rest later. */
  private static <T> T patiently(Attempt<T> attempt) throws ProviderException {
    for (int left = ATTEMPTS; ; left--) {
      try {
        return attempt.run();
      } catch (ProviderException e) {
        if (left == 1 || e.kind() != ProviderException.Kind.TROUBLE) {
          throw e;
        }
      }
    }
  }
}
