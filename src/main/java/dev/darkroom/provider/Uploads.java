package dev.darkroom.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.FileEntity;

/** Puts files into fal's storage: asks for a signed address, then puts the bytes there. */
final class Uploads {
  private final FalSettings settings;
  private final FalHttp http;

  Uploads(FalSettings settings, FalHttp http) {
    this.settings = settings;
    this.http = http;
  }

  URI upload(Path file, String contentType, String fileName) throws ProviderException {
    requireUploadable(size(file));
    return upload(new FileEntity(file.toFile(), ContentType.parse(contentType)), fileName);
  }

  private URI upload(HttpEntity entity, String fileName) throws ProviderException {
    Answer begun = begin(entity.getContentType(), fileName);
    URI uploadUrl = address(begun, "upload_url");
    URI fileUrl = address(begun, "file_url");
    // Signed: the address is the permission, and the key must not travel to another host.
    var put = new HttpPut(uploadUrl);
    put.setEntity(entity);
    Answer stored = http.call("upload", put, settings.uploadTimeout(), Answer.MAX_QUEUE_BYTES);
    if (!stored.ok()) {
      throw Failures.call("upload", stored);
    }
    return fileUrl;
  }

  private Answer begin(String contentType, String fileName) throws ProviderException {
    var post =
        new HttpPost(
            URI.create(settings.restUrl() + "/storage/upload/initiate?storage_type=fal-cdn-v3"));
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("file_name", fileName)
            .put("content_type", contentType);
    post.setEntity(new TrackedBody(Answer.bytes(body)));
    http.authorize(post);
    Answer begun = http.call("upload", post, settings.callTimeout(), Answer.MAX_QUEUE_BYTES);
    if (!begun.ok()) {
      throw Failures.call("upload", begun);
    }
    return begun;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the file to upload", e);
    }
  }

  private void requireUploadable(long size) throws ProviderException {
    if (size > settings.maxUploadBytes()) {
      throw new ProviderException(
          Kind.MODEL_REFUSED,
          false,
          "upload of " + size + " bytes is over the limit of " + settings.maxUploadBytes(),
          "file_too_large",
          null);
    }
  }

  private URI address(Answer answer, String field) throws ProviderException {
    URI url;
    try {
      url = URI.create(answer.objectOrEmpty().path(field).asText());
    } catch (IllegalArgumentException e) {
      throw Failures.unreadable("upload", answer, true);
    }
    boolean ours = Origin.same(url, settings.restUrl()) || Origin.same(url, settings.queueUrl());
    if (url.getHost() == null || !("https".equalsIgnoreCase(url.getScheme()) || ours)) {
      throw Failures.unreadable("upload", answer, true);
    }
    return url;
  }
}
