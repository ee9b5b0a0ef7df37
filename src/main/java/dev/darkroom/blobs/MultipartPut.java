package dev.darkroom.blobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** A large file on its way into the bucket, part after part; the object appears with the last. */
final class MultipartPut {
  private final S3Bucket bucket;
  private final S3Client client;
  private final BlobKey key;
  private final Path file;
  private final S3Content content;

  MultipartPut(S3Bucket bucket, S3Client client, BlobKey key, Path file, S3Content content) {
    this.bucket = bucket;
    this.client = client;
    this.key = key;
    this.file = file;
    this.content = content;
  }

  /** Sends all; the answer is the entity tag. If a part fails, those before it go again. */
  String run() throws IOException {
    String id = S3Failure.in(bucket, this::create);
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (int i = 0; i < content.md5s().size(); i++) {
        int part = i;
        parts.add(S3Failure.in(bucket, () -> send(id, part)));
      }
      return S3Failure.in(bucket, () -> complete(id, parts));
    } catch (IOException | RuntimeException e) {
      abort(id, e);
      throw e;
    }
  }

  private String create() {
    return client
        .createMultipartUpload(
            create ->
                create
                    .bucket(bucket.name())
                    .key(key.value())
                    .contentType(content.contentType())
                    .metadata(Map.of(S3Blobs.SHA256, content.sha256())))
        .uploadId();
  }

  private CompletedPart send(String id, int i) {
    long offset = (long) i * S3Blobs.PART_BYTES;
    FilePart part =
        new FilePart(file, offset, Math.min(S3Blobs.PART_BYTES, content.size() - offset));
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(bucket.name())
            .key(key.value())
            .uploadId(id)
            .partNumber(i + 1)
            .contentLength(part.length())
            .contentMD5(content.md5s().get(i))
            .build();
    RequestBody body = RequestBody.fromContentProvider(part, part.length(), ContentTypes.UNKNOWN);
    String etag = client.uploadPart(request, body).eTag();
    return CompletedPart.builder().partNumber(i + 1).eTag(etag).build();
  }

  private String complete(String id, List<CompletedPart> parts) {
    return client
        .completeMultipartUpload(
            complete ->
                complete
                    .bucket(bucket.name())
                    .key(key.value())
                    .uploadId(id)
                    .multipartUpload(all -> all.parts(parts)))
        .eTag();
  }

  private void abort(String id, Exception reason) {
    try {
      client.abortMultipartUpload(
          abort -> abort.bucket(bucket.name()).key(key.value()).uploadId(id));
    } catch (SdkException e) {
      // A start finds it, a day later.
      reason.addSuppressed(e);
    }
  }
}
