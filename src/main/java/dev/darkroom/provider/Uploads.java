package dev.darkroom.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.FileEntity;

/**
 * Puts files into fal's storage: asks for a signed address, then puts the bytes there, large files
 * in parts as fal's own clients do (facts of its JavaScript client's {@code storage.ts}).
 */
final class Uploads {
  /** Above so many parts a file is sent in parts: 90 MiB of 10 MiB each. */
  private static final int PARTS_MIN = 9;

  private final FalSettings settings;
  private final FalHttp http;

  Uploads(FalSettings settings, FalHttp http) {
    this.settings = settings;
    this.http = http;
  }

  URI upload(Path file, String contentType, String fileName) throws ProviderException {
    long size = size(file);
    requireUploadable(size);
    boolean inParts = size > (long) PARTS_MIN * settings.partBytes();
    Answer begun = begin(inParts ? "initiate-multipart" : "initiate", contentType, fileName);
    URI uploadUrl = address(begun, "upload_url");
    URI fileUrl = address(begun, "file_url");
    if (inParts) {
      Duration share = settings.uploadTimeout().dividedBy(PARTS_MIN);
      new MultipartUpload(http, uploadUrl, settings.partBytes(), share)
          .run(file, size, contentType);
    } else {
      put(uploadUrl, new FileEntity(file.toFile(), ContentType.parse(contentType)));
    }
    return fileUrl;
  }

  /** Signed: the address is the permission, and the key must not travel to another host. */
  private void put(URI uploadUrl, HttpEntity entity) throws ProviderException {
    var put = new HttpPut(uploadUrl);
    put.setEntity(entity);
    Answer stored = http.call("upload", put, settings.uploadTimeout(), Answer.MAX_QUEUE_BYTES);
    if (!stored.ok()) {
      throw Failures.call("upload", stored);
    }
  }

  private Answer begin(String call, String contentType, String fileName) throws ProviderException {
    var post =
        new HttpPost(
            URI.create(
                settings.restUrl() + "/storage/upload/" + call + "?storage_type=fal-cdn-v3"));
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
