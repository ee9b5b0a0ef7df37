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
   * Looks at everything; with {@code fix} also mends what can be, and looks again.
   *
   * <p>Servers must be stopped by whoever asks. One that works on a job is noticed by its lease;
   * one that is idle leaves no trace in SurrealDB. What it then takes on meanwhile may look wrong,
   * and its new files like leftovers.
   *
   * @param fix whether to mend: see {@link #mend}
   * @param now no lease may be alive then
   * @param say is told each finding, a line each
   * @return how many cases are wrong, in the end; what is harmless is told and does not count
   * @throws ArchiveException if a server holds a lease, an import is unfinished, or a row cannot be
   *     read
   * @throws IOException if files cannot be listed
   */
  public long examine(boolean fix, Instant now, Consumer<String> say) throws IOException {
    requireRest(now);
    long wrong = look(say);
    // What was told stands, however the mending ends.
    return fix && mend(now, say) ? look(say) : wrong;
  }

  private long look(Consumer<String> say) throws IOException {
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

  /**
   * Leftovers of killed writers go, and what accounts hold is counted anew from their holds: not
   * where those are more than the balance, because then something else is wrong.
   *
   * @return whether rows were changed
   */
  private boolean mend(Instant now, Consumer<String> say) throws IOException {
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
    return recounted > 0;
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
    long wrong = 0;
    long harmless = 0;
    for (Finding finding : Finding.values()) {
      long count = tell(file, finding, say);
      wrong += finding.harmless() ? 0 : count;
      harmless += finding.harmless() ? count : 0;
    }
    say.accept("%d cases are wrong, and %d files can be deleted.".formatted(wrong, harmless));
    return wrong;
  }

  private static long tell(CaseFile file, Finding finding, Consumer<String> say) {
    long count = file.count(finding);
    if (count > 0) {
      String may = finding.harmless() ? "Can be deleted: " : "";
      say.accept("%s%s (%s), %d:".formatted(may, finding.words(), finding, count));
      List<String> cases = file.cases(finding, TOLD_MAX);
      cases.forEach(each -> say.accept("  " + each));
      if (count > cases.size()) {
        say.accept("  and %d more".formatted(count - cases.size()));
      }
    }
    return count;
  }
}
