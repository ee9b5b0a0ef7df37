package dev.darkroom.blobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Blobs as objects of a bucket. Addresses lead to the bucket, which checks them by itself.
 *
 * <p>What is larger than 16 MB goes in parts, each tried again by itself. The SHA-256 of the whole
 * stands with the object and is checked when all of it is fetched; an object that somebody else put
 * there has none.
 */
public final class S3Blobs implements Blobs {
  static final int PART_BYTES = 16 << 20;
  static final String SHA256 = "sha256";

  private final S3Bucket bucket;
  private final S3Client client;
  private final TempFolder temp;
  private final PresignedUrls urls;
  private final S3Reader reader;
  private final InstantSource clock;

  private S3Blobs(S3Bucket bucket, S3Client client, Path tempFolder, InstantSource clock)
      throws IOException {
    this.bucket = bucket;
    this.client = client;
    this.temp = new TempFolder(tempFolder);
    this.urls = new PresignedUrls(bucket, clock);
    this.reader = new S3Reader(bucket, client);
    this.clock = clock;
  }

  /**
   * Uses a bucket, which must be there, be ours to use, and have the same time. All of this is
   * tried, see {@link S3Trial}.
   *
   * @param tempFolder made if it is missing; holds copies while they are used
   * @throws IOException if the bucket cannot be used; the message is for the operator
   */
  public static S3Blobs open(S3Bucket bucket, Path tempFolder, InstantSource clock)
      throws IOException {
    S3Client client = S3Connection.open(bucket);
    try {
      new S3Trial(bucket, client).run(clock);
      return new S3Blobs(bucket, client, tempFolder, clock);
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  @Override
  public Blob put(BlobKey key, Path file) throws IOException {
    S3Content content;
    try (InputStream in = Files.newInputStream(file)) {
      content = S3Content.of(in, PART_BYTES);
    }
    if (content.size() > PART_BYTES) {
      return blob(key, content, new MultipartPut(bucket, client, key, file, content).run());
    }
    FilePart all = new FilePart(file, 0, content.size());
    return put(
        key, content, RequestBody.fromContentProvider(all, all.length(), content.contentType()));
  }

  @Override
  public Blob put(BlobKey key, byte[] bytes) throws IOException {
    S3Content content = S3Content.of(new ByteArrayInputStream(bytes), Integer.MAX_VALUE);
    return put(key, content, RequestBody.fromBytes(bytes));
  }

  private Blob put(BlobKey key, S3Content content, RequestBody body) throws IOException {
    PutObjectRequest put =
        PutObjectRequest.builder()
            .bucket(bucket.name())
            .key(key.value())
            .contentType(content.contentType())
            .contentLength(content.size())
            .contentMD5(content.md5s().getFirst())
            .metadata(Map.of(SHA256, content.sha256()))
            .build();
    return blob(key, content, S3Failure.in(bucket, () -> client.putObject(put, body)).eTag());
  }

  private Blob blob(BlobKey key, S3Content content, String etag) {
    return new Blob(key, content.size(), content.contentType(), bare(etag), clock.instant());
  }

  /** An object that is not there makes the reader look whether the bucket is. */
  @Override
  public void check() throws IOException {
    reader.head(BlobKey.of("darkroom-check"));
  }

  @Override
  public Optional<Blob> find(BlobKey key) throws IOException {
    return reader.head(key).map(head -> blob(key, head));
  }

  private static Blob blob(BlobKey key, HeadObjectResponse head) {
    return new Blob(
        key,
        head.contentLength(),
        ContentTypes.known(head.contentType()),
        bare(head.eTag()),
        head.lastModified());
  }

  @Override
  public InputStream open(BlobKey key, long offset, long length) throws IOException {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset and length must not be negative");
    }
    return reader.open(key, offset, length);
  }

  @Override
  public LocalCopy fetch(BlobKey key) throws IOException {
    HeadObjectResponse head =
        reader.head(key).orElseThrow(() -> new NoSuchFileException(key.value()));
    LocalCopy copy = new LocalCopy(blob(key, head), temp.create(), true);
    try {
      reader.fetch(copy.blob(), head.eTag(), copy.path());
      requireWhole(copy, head.metadata().get(SHA256));
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private void requireWhole(LocalCopy copy, @Nullable String sha256) throws IOException {
    try (InputStream in = Files.newInputStream(copy.path())) {
      if (sha256 != null && !sha256.equals(S3Content.sha256(in))) {
        throw new IOException(
            "%s: %s is damaged, its bytes are not those that were put"
                .formatted(bucket, copy.blob().key()));
      }
    }
  }

  @Override
  public boolean delete(BlobKey key) throws IOException {
    if (reader.head(key).isEmpty()) {
      return false;
    }
    S3Failure.in(bucket, () -> client.deleteObject(d -> d.bucket(bucket.name()).key(key.value())));
    return true;
  }

  @Override
  public Listing list(Listing.Asked page) throws IOException {
    return new S3Page(bucket, client, page).read();
  }

  @Override
  public URI sign(BlobKey key, Instant expiresAt) {
    return urls.sign(key, expiresAt);
  }

  @Override
  public Optional<BlobKey> read(String url, Instant now) {
    return urls.read(url, now);
  }

  @Override
  public SignedPut signPut(BlobKey key, String contentType, long size, Instant expiresAt) {
    return urls.signPut(key, contentType, size, expiresAt);
  }

  @Override
  public Optional<PutPermit> readPut(String url, Instant now) {
    return Optional.empty();
  }

  @Override
  public URI origin() {
    return URI.create(bucket.endpoint().getScheme() + "://" + bucket.endpoint().getRawAuthority());
  }

  /**
   * The methods of GET and PUT that the bucket's CORS rules forbid to pages of an origin.
   *
   * @param origin without a path
   * @throws IOException if the bucket does not say
   */
  public List<String> refusedTo(URI origin) throws IOException {
    BlobKey any = BlobKey.of("cors");
    return S3Cors.refused(sign(any, clock.instant().plusSeconds(60)), origin.toString());
  }

  @Override
  public int sweepUnfinished(Instant now) {
    return S3Leftovers.abort(bucket, client, now);
  }

  @Override
  public void close() {
    client.close();
  }

  /** An entity tag without its quotes; some servers have none for what they did not write. */
  static String bare(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }
}
