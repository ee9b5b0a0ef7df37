package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.LocalCopy;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.StageException;
import dev.darkroom.media.PictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

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
   * @throws StageException if it is gone, replaced, unreadable or no picture that can be used
   */
  <T, E extends Exception> T using(Job job, String key, Use<T, E> use) throws StageException, E {
    try (LocalCopy copy = blobs.fetch(BlobKey.of(key))) {
      Pins.require(job, copy.blob());
      T made = use.with(copy.blob(), copy.path());
      if (!copy.passing()) {
        // In a folder it may have been replaced while it was read.
        Pins.require(job, blobs.find(copy.blob().key()).orElse(copy.blob()));
      }
      return made;
    } catch (NoSuchFileException e) {
      throw new StageException(GONE, false, e);
    } catch (PictureException e) {
      throw new StageException(BROKEN, false, e);
    } catch (IOException | UncheckedIOException e) {
      throw new StageException(UNREADABLE, true, e);
    }
  }

  /**
   * What is known of a file.
   *
   * @throws StageException if it is gone, replaced or unreadable
   */
  Blob find(Job job, String key) throws StageException {
    try {
      Optional<Blob> blob = blobs.find(BlobKey.of(key));
      if (blob.isEmpty()) {
        throw new StageException(GONE, false, new NoSuchFileException(key));
      }
      Pins.require(job, blob.get());
      return blob.get();
    } catch (IOException e) {
      throw new StageException(UNREADABLE, true, e);
    }
  }

  /** A signed address of a file. */
  String link(BlobKey key, Instant until) {
    return blobs.sign(key, until).toString();
  }
}
