package dev.darkroom.doctor;

import dev.darkroom.archive.Archive;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Kind;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.Listing;
import dev.darkroom.credits.CreditStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares all rows with each other and with all files. It reads; what it may also mend is only
 * what takes nothing from anybody.
 */
public final class Doctor {
  private static final int TOLD_MAX = 20;

  private final Archive archive;
  private final CreditStore credits;
  private final Blobs blobs;
  private final Path tempFolder;

  /**
   * Looks at these.
   *
   * @param tempFolder exists; it holds about 200 bytes for each row and file meanwhile
   */
  public Doctor(Archive archive, CreditStore credits, Blobs blobs, Path tempFolder) {
    this.archive = archive;
    this.credits = credits;
    this.blobs = blobs;
    this.tempFolder = tempFolder;
  }

  /**
   * Looks at everything.
   *
   * @param fix whether to mend before what can be mended: see {@link #mend}
   * @param now no lease may be alive then
   * @param say is told each finding, a line each
   * @return how many cases there are
   * @throws ArchiveException if servers are at work, or rows cannot be read
   * @throws IOException if files cannot be listed
   */
  public long examine(boolean fix, Instant now, Consumer<String> say) throws IOException {
    requireRest(now);
    if (fix) {
      mend(now, say);
    }
    try (CaseFile file = CaseFile.open(tempFolder)) {
      for (Kind kind : Kind.values()) {
        archive.read(kind, file::add);
      }
      files(file);
      file.complete();
      say.accept(
          "%d jobs, %d results and %d files were looked at."
              .formatted(file.count(Kind.JOB), file.count(Kind.LIBRARY_ITEM), file.files()));
      return tell(file, say);
    }
  }

  /** Leftovers of killed writers go, and what accounts hold is counted anew from their holds. */
  private void mend(Instant now, Consumer<String> say) throws IOException {
    int swept = blobs.sweepUnfinished(now);
    List<String> users = new ArrayList<>();
    archive.read(Kind.ACCOUNT, account -> users.add(account.text("user")));
    int recounted = 0;
    for (String user : users) {
      recounted += credits.recountHeld(user, now) ? 1 : 0;
    }
    say.accept(
        "Deleted %d unfinished files, corrected what %d accounts hold."
            .formatted(swept, recounted));
  }

  private void requireRest(Instant now) {
    if (archive.unfinishedImport().isPresent()) {
      throw new ArchiveException("An import into this store is unfinished: run it again first.");
    }
    Optional<String> busy = archive.busy(now);
    if (busy.isPresent()) {
      throw new ArchiveException(
          "%s is at work: stop all servers first. If it was killed, wait a minute."
              .formatted(busy.get()));
    }
  }

  private void files(CaseFile file) throws IOException {
    @Nullable String after = null;
    do {
      Listing page = blobs.list(new Listing.Asked(null, true, after, Blobs.PAGE_MAX));
      for (Listing.Entry entry : page.entries()) {
        if (entry instanceof Listing.File stored) {
          file.add(stored);
        }
      }
      after = page.next();
    } while (after != null);
  }

  private static long tell(CaseFile file, Consumer<String> say) {
    long all = 0;
    for (Finding finding : Finding.values()) {
      long count = file.count(finding);
      if (count > 0) {
        say.accept("%s (%s), %d:".formatted(finding.words(), finding, count));
        List<String> cases = file.cases(finding, TOLD_MAX);
        cases.forEach(each -> say.accept("  " + each));
        if (count > cases.size()) {
          say.accept("  and %d more".formatted(count - cases.size()));
        }
      }
      all += count;
    }
    return all;
  }
}
