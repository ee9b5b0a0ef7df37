package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.LocalCopy;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.StageException;
import dev.darkroom.media.PictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/** The files that a job works on, read when its turn has come. */
public final class Stored {
  private static final Cause GONE =
      new Cause("SOURCE_GONE", "The file was deleted before its turn. Nothing was charged.");
  private static final Cause UNREADABLE =
      new Cause("STORAGE_TROUBLE", "The file could not be read from storage.");
  private static final Cause BROKEN =
      new Cause("PICTURE_BROKEN", "The picture is damaged. Nothing was charged.");

  private final Blobs blobs;

  public Stored(Blobs blobs) {
    this.blobs = blobs;
  }

  /** What is done with the file, besides failing in its own way. */
  @FunctionalInterface
  interface Use<T, E extends Exception> {
    T with(Blob blob, Path file) throws IOException, StageException, E;
  }

  /**
   * Uses a file.
   *
   * @throws StageException if it is gone, unreadable or no picture that can be used
   */
  <T, E extends Exception> T using(String key, Use<T, E> use) throws StageException, E {
    try (LocalCopy copy = blobs.fetch(BlobKey.of(key))) {
      return use.with(copy.blob(), copy.path());
    } catch (NoSuchFileException e) {
      throw new StageException(GONE, false, e);
    } catch (PictureException e) {
      throw new StageException(BROKEN, false, e);
    } catch (IOException | UncheckedIOException e) {
      throw new StageException(UNREADABLE, true, e);
    }
  }

  /**
   * A signed address of a file.
   *
   * @throws StageException if it is gone, or storage fails
   */
  String link(String key, Instant until) throws StageException {
    BlobKey blobKey = BlobKey.of(key);
    try {
      if (blobs.find(blobKey).isEmpty()) {
        throw new StageException(GONE, false, new NoSuchFileException(key));
      }
      return blobs.sign(blobKey, until).toString();
    } catch (IOException e) {
      throw new StageException(UNREADABLE, true, e);
    }
  }
}
