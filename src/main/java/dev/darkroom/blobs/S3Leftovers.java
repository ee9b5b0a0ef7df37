package dev.darkroom.blobs;

import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Parts of large files whose writer was killed: nobody sees them, but they are paid for. */
final class S3Leftovers {
  private static final Logger LOG = Logger.getLogger(S3Leftovers.class);

  /** No file takes longer to be sent. */
  private static final Duration SENT_WITHIN = Duration.ofDays(1);

  private static final int PAGES_MAX = 10;

  private S3Leftovers() {}

  /**
   * Ends uploads that were begun more than a day ago and whose name is a key. Keys that may not do
   * this do not stop a server.
   *
   * @return how many
   */
  static int abort(S3Bucket bucket, S3Client client, Instant now) {
    int aborted = 0;
    String key = null;
    String id = null;
    try {
      for (int page = 0; page < PAGES_MAX; page++) {
        String keyMarker = key;
        String idMarker = id;
        ListMultipartUploadsResponse uploads =
            client.listMultipartUploads(
                list -> list.bucket(bucket.name()).keyMarker(keyMarker).uploadIdMarker(idMarker));
        for (MultipartUpload upload : uploads.uploads()) {
          if (isOld(upload, now)) {
            client.abortMultipartUpload(
                abort -> abort.bucket(bucket.name()).key(upload.key()).uploadId(upload.uploadId()));
            aborted++;
          }
        }
        if (!Boolean.TRUE.equals(uploads.isTruncated())) {
          break;
        }
        key = uploads.nextKeyMarker();
        id = uploads.nextUploadIdMarker();
      }
    } catch (SdkException e) {
      LOG.warnf("Unfinished uploads stay: %s", S3Failure.of(bucket, e).getMessage());
    }
    return aborted;
  }

  private static boolean isOld(MultipartUpload upload, Instant now) {
    try {
      BlobKey.of(upload.key());
    } catch (IllegalArgumentException e) {
      return false;
    }
    return upload.initiated().isBefore(now.minus(SENT_WITHIN));
  }
}
