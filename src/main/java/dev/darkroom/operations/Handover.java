package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.LocalCopy;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.StageException;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives the provider a file of ours to read. */
public final class Handover {
  /** Larger inputs slow the queue down when they are sent inline. */
  private static final long INLINE_BYTES_MAX = 8 * 1024;

  /** A busy queue is asked many times; the file is already there. */
  private static final int REMEMBERED_MAX = 1000;

  private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

  private static final Cause GONE =
      new Cause("SOURCE_GONE", "The picture was deleted before its turn. Nothing was charged.");
  private static final Cause UNREADABLE =
      new Cause("STORAGE_TROUBLE", "The picture could not be read from storage.");

  private final Blobs blobs;
  private final Fal fal;
  private final InstantSource clock;
  private final Map<String, Uploaded> uploads = Collections.synchronizedMap(new Recent());

  public Handover(Blobs blobs, Fal fal, InstantSource clock) {
    this.blobs = blobs;
    this.fal = fal;
    this.clock = clock;
  }

  private record Uploaded(String address, Instant at) {}

  private static final class Recent extends LinkedHashMap<String, Uploaded> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Uploaded> eldest) {
      return size() > REMEMBERED_MAX;
    }
  }

  /**
   * An address under which the provider can read the file: inline if it is small, else uploaded.
   */
  String address(String key) throws ProviderException, StageException {
    BlobKey blobKey = BlobKey.of(key);
    try (LocalCopy copy = blobs.fetch(blobKey)) {
      Blob blob = blobs.find(blobKey).orElseThrow(() -> new NoSuchFileException(key));
      return blob.size() <= INLINE_BYTES_MAX
          ? Fal.dataUri(Files.readAllBytes(copy.path()), blob.contentType())
          : uploaded(blob, copy);
    } catch (NoSuchFileException e) {
      throw new StageException(GONE, false, e);
    } catch (IOException e) {
      throw new StageException(UNREADABLE, true, e);
    }
  }

  private String uploaded(Blob blob, LocalCopy copy) throws ProviderException {
    String bytes = blob.key() + " " + blob.etag();
    Uploaded before = uploads.get(bytes);
    Instant now = clock.instant();
    if (before != null && before.at().plus(REMEMBERED_FOR).isAfter(now)) {
      return before.address();
    }
    String address = fal.upload(copy.path(), blob.contentType(), blob.key().name()).toString();
    uploads.put(bytes, new Uploaded(address, now));
    return address;
  }
}
