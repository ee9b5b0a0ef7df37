package dev.darkroom.operations;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What one request put into storage. It goes again when this is closed, unless it became a job. */
final class Brought implements AutoCloseable {
  private final Blobs blobs;
  private final SubmitPlaces.Place place;
  private final List<BlobKey> keys = new ArrayList<>();
  private boolean kept;

  Brought(Blobs blobs, SubmitPlaces.Place place) {
    this.blobs = blobs;
    this.place = place;
  }

  /** Where the request is worked on. */
  SubmitPlaces.Place place() {
    return place;
  }

  void add(BlobKey key) {
    keys.add(key);
  }

  /** Submits the draft; a job that was admitted keeps what its request brought. */
  Admission admit(Jobs jobs, Draft draft) {
    // If the store breaks off, nobody knows: a file too many is better than a job without its file.
    kept = draft.terms() instanceof Terms.Order;
    Admission admission = jobs.submit(draft);
    kept = admission instanceof Admission.Admitted;
    return admission;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    for (BlobKey key : keys) {
      try {
        blobs.delete(key);
      } catch (IOException e) {
        throw new UncheckedIOException("An unused input could not be deleted", e);
      }
    }
  }
}
