package dev.darkroom.testing;

import dev.darkroom.blobs.S3Bucket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A server of S3's protocol in this process, in memory, which checks every signature. */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "darkroom-files";
  public static final String KEY_ID = "test-key-id";
  public static final String SECRET = "test-secret-key";
  private static final Duration CALL_WITHIN = Duration.ofSeconds(20);

  private final S3Proxy server;
  private final S3Client client;

  private S3Server(BlobStore store, CrossOriginResourceSharing cors) throws Exception {
    this.server =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, KEY_ID, SECRET)
            .blobStore(store)
            .corsRules(cors)
            .build();
    server.start();
    this.client =
        S3Client.builder()
            .endpointOverride(url())
            .region(Region.of("auto"))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
            .build();
    client.createBucket(create -> create.bucket(BUCKET));
  }

  /** One with an empty bucket, in memory. */
  public static S3Server start() throws Exception {
    return new S3Server(new TransientNio2BlobStore(), CrossOriginResourceSharing.disabled());
  }

  /** As that; pages of the origin may use these methods. */
  public static S3Server allowing(String origin, String... methods) throws Exception {
    return new S3Server(
        new TransientNio2BlobStore(),
        new CrossOriginResourceSharing(
            List.of(origin), List.of(methods), List.of("content-type"), List.of(), ""));
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** The bucket as Darkroom is told of it. */
  public S3Bucket bucket() {
    return bucket(url());
  }

  /** The bucket behind another address. */
  public S3Bucket bucket(URI at) {
    return new S3Bucket(at, "auto", BUCKET, KEY_ID, SECRET, CALL_WITHIN);
  }

  /** Looks into the bucket beside Darkroom. */
  public S3Client client() {
    return client;
  }

  /** Deletes all objects. */
  public void empty() {
    client
        .listObjectsV2Paginator(list -> list.bucket(BUCKET))
        .contents()
        .forEach(object -> client.deleteObject(d -> d.bucket(BUCKET).key(object.key())));
  }

  @Override
  public void close() {
    client.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server did not stop", e);
    }
  }
}
