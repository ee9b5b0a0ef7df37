package dev.darkroom.operations;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.Listing;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobStore;
import dev.darkroom.jobs.Keep;
import dev.darkroom.library.UserFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Forgets jobs that ended long ago, and deletes the files that requests brought and that no job
 * needs: those of forgotten jobs, and those that never became a job's. What users keep, results and
 * uploads, stays. What was stored of jobs that failed at that goes at once.
 *
 * <p>All files are passed by page by page, round and round. Several servers may do so at once.
 */
public final class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final BlobKey USERS = BlobKey.of("users");

  /** So much is removed in one run at most, so that a server that stops need not wait long. */
  private static final int REMOVED_MAX = 100;

  private final JobStore store;
  private final Blobs blobs;
  private final Keep keep;

  /** The name that was passed last. Only {@link #runOnce} touches it. */
  private @Nullable String passed;

  public Retention(JobStore store, Blobs blobs, Keep keep) {
    this.store = store;
    this.blobs = blobs;
    this.keep = keep;
  }

  /**
   * Removes some of what is too old. While storage fails, files stay and are come by again.
   *
   * @return how many jobs and files; if there are any, there may be more
   */
  public int runOnce(Instant now) {
    Instant before = keep.removedBefore(now);
    int jobs = store.prune(before, REMOVED_MAX);
    int files = 0;
    try {
      files = sweepInputs(before);
    } catch (IOException e) {
      LOG.warnf("Inputs of old jobs could not be deleted: %s", e.getMessage());
    }
    if (jobs + files > 0) {
      LOG.infof("Forgot %d old jobs and deleted %d inputs", jobs, files);
    }
    return jobs + files;
  }

  /** An input is older than its jobs, so one that is young may be that of a job to come. */
  private int sweepInputs(Instant before) throws IOException {
    Listing page = blobs.list(new Listing.Asked(USERS, true, passed, Blobs.PAGE_MAX));
    List<BlobKey> old = new ArrayList<>();
    for (Listing.Entry entry : page.entries()) {
      if (entry instanceof Listing.File file
          && Sources.isInput(file.key())
          && file.modified().isBefore(before)) {
        old.add(file.key());
      }
    }
    Set<String> needed = store.needed(old.stream().map(BlobKey::value).collect(Collectors.toSet()));
    int deleted = 0;
    for (BlobKey key : old) {
      if (deleted == REMOVED_MAX) {
        return deleted;
      }
      // Also one that cannot be deleted is passed: it must not keep the others.
      passed = key.value();
      if (!needed.contains(key.value()) && blobs.delete(key)) {
        deleted++;
      }
    }
    passed = page.next();
    return deleted;
  }

  /**
   * Deletes what is stored of a job. What storage does not let go of now stays, and the doctor
   * finds it. Looks through the whole library of the user, since file names begin in many ways.
   */
  public void discard(Job job) {
    BlobKey library = BlobKey.of(UserFolder.of(job.user()).root() + "library");
    try {
      @Nullable String after = null;
      do {
        Listing page = blobs.list(new Listing.Asked(library, false, after, Blobs.PAGE_MAX));
        for (Listing.Entry entry : page.entries()) {
          if (entry.key().value().contains("-" + job.id() + ".")) {
            blobs.delete(entry.key());
          }
        }
        after = page.next();
      } while (after != null);
    } catch (IOException e) {
      LOG.warnf("What was stored of job %s is left behind: %s", job.id(), e.getMessage());
    }
  }
}
