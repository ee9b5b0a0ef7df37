package dev.darkroom.blobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One page of a listing. Objects of others, whose names are no keys, are left out; a request that
 * brings nothing else is followed by another, so that a page always ends with a name of ours.
 */
final class S3Page {
  /** Behind all that a key may begin with. */
  private static final String PAST_ALL = "~";

  /** A million objects of others in a row. */
  private static final int REQUESTS_MAX = 1000;

  private final S3Bucket bucket;
  private final S3Client client;
  private final Listing.Asked page;

  S3Page(S3Bucket bucket, S3Client client, Listing.Asked page) {
    this.bucket = bucket;
    this.client = client;
    this.page = page;
  }

  Listing read() throws IOException {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(page.prefix())
            .delimiter(page.deep() ? null : "/")
            .startAfter(startAfter())
            .maxKeys(page.most());
    for (int i = 0; i < REQUESTS_MAX; i++) {
      ListObjectsV2Request next = request.build();
      ListObjectsV2Response answer = S3Failure.in(bucket, () -> client.listObjectsV2(next));
      boolean more = Boolean.TRUE.equals(answer.isTruncated());
      Listing listing = page(answer, more);
      if (!more || !listing.entries().isEmpty()) {
        return listing;
      }
      request
          .startAfter(null)
          .continuationToken(answer.nextContinuationToken())
          .maxKeys(Blobs.PAGE_MAX);
    }
    throw new IOException(
        "%s: too many objects of others. Give Darkroom a bucket of its own.".formatted(bucket));
  }

  /** All of a folder that was told is behind it. */
  private @Nullable String startAfter() {
    String after = page.after();
    boolean folder =
        after != null && !page.deep() && after.endsWith("/") && !after.equals(page.prefix());
    return folder ? after + PAST_ALL : after;
  }

  private Listing page(ListObjectsV2Response answer, boolean more) {
    TreeMap<String, Function<BlobKey, Listing.Entry>> names = new TreeMap<>();
    answer.contents().forEach(object -> names.put(object.key(), key -> file(key, object)));
    answer.commonPrefixes().forEach(folder -> names.put(folder.prefix(), Listing.Folder::new));
    List<Listing.Entry> entries = new ArrayList<>();
    String last = null;
    for (Map.Entry<String, Function<BlobKey, Listing.Entry>> each : names.entrySet()) {
      String name = each.getKey();
      BlobKey key = name.equals(page.after()) ? null : key(name);
      if (key != null && entries.size() == page.most()) {
        return new Listing(entries, last);
      }
      if (key != null) {
        entries.add(each.getValue().apply(key));
        last = name;
      }
    }
    return new Listing(entries, more ? last : null);
  }

  private static Listing.Entry file(BlobKey key, S3Object object) {
    return new Listing.File(key, object.size(), S3Blobs.bare(object.eTag()), object.lastModified());
  }

  private @Nullable BlobKey key(String name) {
    boolean folder = !page.deep() && name.endsWith("/") && !name.equals(page.prefix());
    try {
      return BlobKey.of(folder ? name.substring(0, name.length() - 1) : name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
