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
 * One page of a listing, by one request. Objects of others, whose names are no keys, are left out.
 */
final class S3Page {
  /** Behind all that a key may begin with. */
  private static final String PAST_ALL = "~";

  private S3Page() {}

  static Listing read(S3Bucket bucket, S3Client client, Listing.Asked page) throws IOException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(page.prefix())
            .delimiter(page.deep() ? null : "/")
            .startAfter(startAfter(page))
            // With one alone a folder of others' objects could stand in the way for ever.
            .maxKeys(Math.max(2, page.most()))
            .build();
    ListObjectsV2Response answer = S3Failure.in(bucket, () -> client.listObjectsV2(request));
    return page(answer, page);
  }

  /** All of a folder that was told is behind it. */
  private static @Nullable String startAfter(Listing.Asked page) {
    String after = page.after();
    boolean folder =
        after != null && !page.deep() && after.endsWith("/") && !after.equals(page.prefix());
    return folder ? after + PAST_ALL : after;
  }

  private static Listing page(ListObjectsV2Response answer, Listing.Asked page) {
    TreeMap<String, Function<BlobKey, Listing.Entry>> names = new TreeMap<>();
    answer.contents().forEach(object -> names.put(object.key(), key -> file(key, object)));
    answer.commonPrefixes().forEach(folder -> names.put(folder.prefix(), Listing.Folder::new));
    List<Listing.Entry> entries = new ArrayList<>();
    String last = page.after();
    for (Map.Entry<String, Function<BlobKey, Listing.Entry>> each : names.entrySet()) {
      if (entries.size() == page.most()) {
        return new Listing(entries, last);
      }
      String name = each.getKey();
      BlobKey key = name.equals(page.after()) ? null : key(name, page);
      if (key != null) {
        entries.add(each.getValue().apply(key));
      }
      last = name;
    }
    return new Listing(entries, answer.isTruncated() ? last : null);
  }

  private static Listing.Entry file(BlobKey key, S3Object object) {
    return new Listing.File(key, object.size(), S3Blobs.bare(object.eTag()), object.lastModified());
  }

  private static @Nullable BlobKey key(String name, Listing.Asked page) {
    boolean folder = !page.deep() && name.endsWith("/") && !name.equals(page.prefix());
    try {
      return BlobKey.of(folder ? name.substring(0, name.length() - 1) : name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
