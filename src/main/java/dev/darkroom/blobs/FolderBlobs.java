package dev.darkroom.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Blobs as files in a folder of the disk. Addresses lead to this server, and it signs them. */
public final class FolderBlobs implements Blobs {
  private static final int MAX_REMEMBERED = 10_000;

  /** No file takes longer to be written. Other servers may be writing theirs in the same folder. */
  private static final Duration WRITTEN_WITHIN = Duration.ofHours(1);

  private final Path root;
  private final TempFolder temp;
  private final SignedUrls urls;
  private final Set<Path> lasting = ConcurrentHashMap.newKeySet();

  /**
   * Uses a folder, made if it is missing. Unfinished files lie in its {@code .parts}, on the same
   * file system, since a rename across two is not atomic; no key can name that folder.
   *
   * @param secret signs addresses, at least 32 bytes
   * @param publicUrl where browsers reach this server, with or without a path
   */
  public FolderBlobs(Path root, byte[] secret, URI publicUrl) throws IOException {
    this.root = Files.createDirectories(root).toRealPath();
    this.temp = new TempFolder(this.root.resolve(".parts"));
    this.urls = new SignedUrls(secret, publicUrl);
  }

  @Override
  public Blob put(BlobKey key, Path file) throws IOException {
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      return put(key, to -> copy(from, to));
    }
  }

  @Override
  public Blob put(BlobKey key, byte[] bytes) throws IOException {
    return put(key, to -> write(ByteBuffer.wrap(bytes), to));
  }

  @Override
  public void check() throws IOException {
    if (!Files.isDirectory(root) || !Files.isWritable(root)) {
      throw new IOException("The folder of files is gone, or takes nothing");
    }
  }

  @Override
  public Optional<Blob> find(BlobKey key) throws IOException {
    if (!Files.isRegularFile(path(key))) {
      return Optional.empty();
    }
    try {
      return Optional.of(describe(key, path(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream open(BlobKey key, long offset, long length) throws IOException {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset and length must not be negative");
    }
    requireBlob(key);
    FileChannel from = FileChannel.open(path(key), StandardOpenOption.READ);
    from.position(offset);
    return new BoundedStream(Channels.newInputStream(from), length);
  }

  @Override
  public LocalCopy fetch(BlobKey key) throws IOException {
    requireBlob(key);
    return new LocalCopy(describe(key, path(key)), path(key), false);
  }

  @Override
  public boolean delete(BlobKey key) throws IOException {
    Path path = path(key);
    if (!Files.isRegularFile(path) || !Files.deleteIfExists(path)) {
      return false;
    }
    sync(folderOf(path));
    return true;
  }

  @Override
  public Listing list(Listing.Asked page) throws IOException {
    return new FolderPage(root, page).read();
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
    URI url = urls.signPut(new PutPermit(key, contentType, size), expiresAt);
    return new SignedPut(url, "PUT", Map.of("Content-Type", contentType));
  }

  @Override
  public Optional<PutPermit> readPut(String url, Instant now) {
    return urls.readPut(url, now);
  }

  @Override
  public URI origin() {
    return urls.origin();
  }

  @Override
  public int sweepUnfinished(Instant now) throws IOException {
    return temp.sweep(now.minus(WRITTEN_WITHIN));
  }

  @Override
  public void close() {
    // Files are only open while they are used.
  }

  private interface Writer {
    void writeTo(FileChannel to) throws IOException;
  }

  private Blob put(BlobKey key, Writer writer) throws IOException {
    Path path = path(key);
    Path part = temp.create();
    try {
      try (FileChannel to = FileChannel.open(part, StandardOpenOption.WRITE)) {
        writer.writeTo(to);
        to.force(true);
      }
      Blob blob = describe(key, part);
      makeFolders(folderOf(path));
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
      sync(folderOf(path));
      return blob;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Blob describe(BlobKey key, Path file) throws IOException {
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] head = Channels.newInputStream(from).readNBytes(ContentTypes.HEAD_BYTES);
      FileTime modified = Files.getLastModifiedTime(file);
      String etag = etag(modified, from.size());
      return new Blob(key, from.size(), ContentTypes.sniff(head), etag, modified.toInstant());
    }
  }

  static String etag(FileTime modified, long size) {
    return Long.toHexString(modified.to(TimeUnit.NANOSECONDS)) + "-" + Long.toHexString(size);
  }

  /**
   * Makes the folders above a blob, and their names durable: even one that is there may be as new,
   * made a moment ago by another writer or by a process that was killed. Each sync is a flush of
   * the disk, so folders that are known to last are remembered.
   */
  private void makeFolders(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (lasting.contains(folder)) {
      return;
    }
    for (Path each = folder; !each.equals(root); each = folderOf(each)) {
      sync(folderOf(each));
    }
    if (lasting.size() >= MAX_REMEMBERED) {
      lasting.clear();
    }
    lasting.add(folder);
  }

  private void requireBlob(BlobKey key) throws NoSuchFileException {
    if (!Files.isRegularFile(path(key))) {
      throw new NoSuchFileException(key.value());
    }
  }

  private Path path(BlobKey key) {
    return root.resolve(key.value());
  }

  private static Path folderOf(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static void copy(FileChannel from, FileChannel to) throws IOException {
    long size = from.size();
    long done = 0;
    while (done < size) {
      long copied = from.transferTo(done, size - done, to);
      if (copied <= 0) {
        throw new IOException("the file became shorter while it was copied");
      }
      done += copied;
    }
  }

  private static void write(ByteBuffer bytes, FileChannel to) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
