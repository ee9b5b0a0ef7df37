package dev.darkroom.library;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.BEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every library store keeps to. */
public abstract class LibraryStoreContract {

  protected abstract LibraryStore library();

  /** Completes a job of this user through the job store; the answer is the row that it wrote. */
  protected abstract LibraryItem completed(String user, Function<Job, Output> output);

  private LibraryItem completed(String user) {
    return completed(user, Fixtures::output);
  }

  @Test
  void aFileIsFoundByItsOwnerOnly() {
    LibraryItem item = completed(ANN);

    assertEquals(item, library().find(ANN, item.key()).orElseThrow());
    assertTrue(library().find(BEN, item.key()).isEmpty());
    assertEquals(List.of(), library().findAll(BEN, List.of(item.key())));
    assertEquals(List.of(), library().findAll(ANN, List.of()));
  }

  @Test
  void filesAreListedNewestFirstInPagesAndByKind() {
    List<LibraryItem> mine = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      mine.addFirst(completed(ANN));
    }
    completed(BEN);
    List<LibraryItem> page = library().list(ANN, null, null, 2, null);

    assertEquals(mine.subList(0, 2), page);
    assertEquals(mine.subList(2, 5), library().list(ANN, null, null, 10, page.getLast().id()));
    assertEquals(5, library().list(ANN, LibraryItem.Kind.IMAGE, null, 10, null).size());
    assertEquals(List.of(), library().list(ANN, LibraryItem.Kind.VIDEO, null, 10, null));
  }

  @Test
  void aVideoIsReadAsItWasWritten() {
    LibraryItem film = completed(ANN, Fixtures::film);
    LibraryItem picture = completed(ANN);

    assertEquals(film, library().find(ANN, film.key()).orElseThrow());
    assertEquals(List.of(film), library().list(ANN, LibraryItem.Kind.VIDEO, null, 10, null));
    assertEquals(List.of(picture), library().list(ANN, LibraryItem.Kind.IMAGE, null, 10, null));
  }

  @Test
  void filesAreListedByTheOperationThatMadeThem() {
    LibraryItem item = completed(ANN);
    assertEquals(List.of(item), library().list(ANN, null, item.jobType(), 10, null));
    assertEquals(List.of(), library().list(ANN, null, "another", 10, null));
  }

  @Test
  void aFileIsFoundByWhatItWasMadeFromUntilItIsRemoved() {
    LibraryItem first = completed(ANN);
    LibraryItem second = completed(ANN);
    String made = String.valueOf(first.fingerprint());

    assertEquals(Optional.of(second), library().findMade(ANN, made));
    assertEquals(Optional.empty(), library().findMade(BEN, made));
    assertEquals(Optional.empty(), library().findMade(ANN, "something else"));
    library().remove(ANN, second.key());
    assertEquals(Optional.of(first), library().findMade(ANN, made));
  }

  @Test
  void aFileIsRemovedByItsOwnerOnlyAndOnce() {
    LibraryItem item = completed(ANN);
    assertEquals(Optional.empty(), library().remove(BEN, item.key()));
    assertEquals(Optional.of(item), library().remove(ANN, item.key()));
    assertEquals(Optional.empty(), library().remove(ANN, item.key()));
    assertTrue(library().find(ANN, item.key()).isEmpty());
  }
}
