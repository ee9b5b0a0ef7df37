package dev.darkroom.archive;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.credits.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an archive must do, of whatever store. */
public abstract class ArchiveContract {
  private static final Instant EVENING = NOON.plusSeconds(6 * 3600);

  @TempDir protected Path files;
  private int exports;

  /** An empty store of the kind that is tested. */
  protected abstract Doors fresh();

  /** An empty store of the other kind. */
  protected abstract Doors other();

  private Path export(Doors from) {
    exports++;
    Path file = files.resolve("export-" + exports);
    Export.run(from.archive(), file, EVENING, _ -> {});
    return file;
  }

  private static Doors put(Path file, Doors into) {
    Import.run(into.archive(), file, _ -> {});
    return into;
  }

  private static Doors filled(Doors rows) {
    Lives.fill(rows);
    return rows;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void rowsThatWentThroughBothStoresAreExportedToTheSameFile() throws IOException {
    Path first = export(filled(fresh()));
    Path second = export(put(first, other()));
    Path third = export(put(second, fresh()));
    assertEquals(text(first), text(second));
    assertEquals(text(first), text(third));
  }

  @Test
  void whatIsForgottenLeavesBooksThatAddUp() throws IOException {
    for (Doors rows : List.of(filled(fresh()), filled(other()))) {
      assertTrue(rows.jobs().prune(NOON.plus(Duration.ofDays(30)), 100) > 0);
      Path file = export(rows);
      assertEquals(text(file), text(export(put(file, fresh()))));
    }
  }

  @Test
  void theFilesThatJobsNeedAreKnownAfterAnImport() {
    Doors before = fresh();
    String key = "users/x/inputs/a.png";
    Lives.naming(before, key);
    Doors after = put(export(before), other());
    assertEquals(Set.of(key), after.jobs().needed(List.of(key, "users/x/inputs/b.png")));
    assertEquals(Set.of(key), put(export(after), fresh()).jobs().needed(List.of(key)));
  }

  @Test
  void bothStoresTellTheSameLivesInTheSameWords() throws IOException {
    assertEquals(text(export(filled(fresh()))), text(export(filled(other()))));
  }

  @Test
  void theStoreGoesOnAsTheOneThatWasExported() throws IOException {
    for (Doors before : List.of(filled(fresh()), filled(other()))) {
      Doors after = put(export(before), fresh());
      assertEquals(String.join("\n", Lives.goOn(before)), String.join("\n", Lives.goOn(after)));
      assertEquals(text(export(before)), text(export(after)));
    }
  }

  @Test
  void aNewcomerEntersTheRoundThatIsBeingServed() {
    for (boolean underWay : new boolean[] {true, false}) {
      Doors before = fresh();
      Lives.queue(before, underWay);
      Doors after = put(export(before), fresh());
      assertEquals(1, Lives.aheadOfNewcomer(after), "under way: " + underWay);
    }
  }

  @Test
  void anImportThatBrokeOffAnywhereIsRunAgainAndGoesOn() throws IOException {
    Doors source = filled(fresh());
    Path file = export(source);
    List<String> next = Lives.goOn(source);
    for (int moves = 0; moves <= Kind.values().length; moves++) {
      Doors rows = fresh();
      Archive breaking = new Breaking(rows.archive(), moves);
      assertThrows(Breaking.Off.class, () -> Import.run(breaking, file, _ -> {}));
      assertTrue(rows.archive().unfinishedImport().isPresent());
      String said = refusal(() -> export(rows));
      assertTrue(said.contains("unfinished"), said);

      put(file, rows);

      assertEquals(Optional.empty(), rows.archive().unfinishedImport());
      assertEquals(text(file), text(export(rows)));
      assertEquals(next, Lives.goOn(rows));
    }
  }

  @Test
  void anotherFileIsNotPutIntoAnUnfinishedImport() throws IOException {
    Doors source = filled(fresh());
    Path file = export(source);
    source.credits().grant(ANN, 1, "One more", "more", NOON);
    Path other = export(source);
    Doors rows = fresh();
    Archive breaking = new Breaking(rows.archive(), 3);
    assertThrows(Breaking.Off.class, () -> Import.run(breaking, file, _ -> {}));
    String said = refusal(() -> put(other, rows));
    assertTrue(said.contains("another file"), said);
    assertEquals(text(file), text(export(put(file, rows))));
  }

  @Test
  void theMarkOfAnImportIsNotReplaced() {
    Archive archive = fresh().archive();
    assertEquals(Archive.Beginning.BEGUN, archive.begin("one"));
    assertEquals(Archive.Beginning.ANOTHER, archive.begin("another"));
    assertEquals(Archive.Beginning.BEGUN, archive.begin("one"));
    assertEquals(Optional.of("one"), archive.unfinishedImport());
  }

  @Test
  void whatIsNotOfTheMarkedFileIsNotPut() {
    List<Line> lines = new ArrayList<>();
    filled(fresh()).archive().read(Kind.TEMPLATE, lines::add);
    Archive archive = fresh().archive();
    assertNotOurs(() -> archive.put("one", lines));
    archive.begin("one");
    assertNotOurs(() -> archive.put("another", lines));
    assertNotOurs(() -> archive.finish("another"));
    assertTrue(archive.isEmpty());
    assertEquals(Optional.of("one"), archive.unfinishedImport());
    archive.finish("one");
    assertNotOurs(() -> archive.finish("one"));
    assertNotOurs(() -> archive.put("one", lines));
    assertTrue(archive.isEmpty());
  }

  private static void assertNotOurs(Runnable what) {
    String said = refusal(what);
    assertTrue(said.startsWith("Another import into this store is in progress"), said);
  }

  @Test
  void ofTwoFilesThatComeAtOnceOneIsPut() throws Exception {
    Doors source = filled(fresh());
    Path one = export(source);
    source.credits().grant(ANN, 1, "One more", "more", NOON);
    Path another = export(source);
    for (int round = 0; round < 5; round++) {
      Doors rows = fresh();
      CyclicBarrier start = new CyclicBarrier(2);
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        Future<Optional<String>> first = threads.submit(() -> putAtOnce(one, rows, start));
        Future<Optional<String>> second = threads.submit(() -> putAtOnce(another, rows, start));
        assertTrue(first.get().isPresent() != second.get().isPresent(), "one of the two");
        assertEquals(text(first.get().isPresent() ? another : one), text(export(rows)));
      }
    }
  }

  /** The words of the refusal, if it was refused. */
  private static Optional<String> putAtOnce(Path file, Doors into, CyclicBarrier start)
      throws Exception {
    start.await();
    try {
      put(file, into);
      return Optional.empty();
    } catch (ArchiveException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  @Test
  void aStoreWithAnyRowIsLeftAlone() throws IOException {
    Path file = export(filled(fresh()));
    Doors rows = fresh();
    rows.templates().seed(List.of(), NOON);
    String said = refusal(() -> put(file, rows));
    assertTrue(said.contains("rows already"), said);
    assertEquals(new Account(0, 0), rows.credits().account(ANN));
    assertEquals(Optional.empty(), rows.archive().unfinishedImport());
  }

  @Test
  void rowsThatSomebodyChangedBeforeTheImportEndedAreFound() {
    Path file = export(filled(fresh()));
    Doors rows = fresh();
    Archive breaking = new Breaking(rows.archive(), 9);
    assertThrows(Breaking.Off.class, () -> Import.run(breaking, file, _ -> {}));
    rows.credits().grant(ANN, 1, "One more", "more", NOON);
    String said = refusal(() -> put(file, rows));
    assertTrue(said.contains("line 2 "), said);
    assertTrue(said.contains("account ann@example.org"), said);
    assertTrue(rows.archive().unfinishedImport().isPresent());
  }

  @Test
  void rowsThatChangeWhileTheyAreReadAreNotExported() throws IOException {
    Doors rows = filled(fresh());
    Consumer<String> change =
        words -> {
          if (words.startsWith("Comparing")) {
            rows.credits().grant(ANN, 1, "One more", "more", NOON);
          }
        };
    Path file = files.resolve("changed");
    String said = refusal(() -> Export.run(rows.archive(), file, EVENING, change));
    assertTrue(said.contains("changed while they were read"), said);
    assertEmpty(files);
  }

  @Test
  void ofTwoExportsToOneFileAtOnceOneIsRefused() throws IOException {
    Doors rows = filled(fresh());
    Path file = files.resolve("both");
    List<String> said = new ArrayList<>();
    Consumer<String> another =
        words -> {
          if (words.startsWith("Comparing")) {
            said.add(refusal(() -> Export.run(rows.archive(), file, EVENING, _ -> {})));
          }
        };
    Export.run(rows.archive(), file, EVENING, another);
    assertEquals(1, said.size());
    assertTrue(said.getFirst().contains("both.part is there: another export"), said.getFirst());
    assertEquals(text(export(rows)), text(file));
    assertFalse(Files.exists(files.resolve("both.part")));
  }

  @Test
  void aFileIsNotOverwrittenAndAnEmptyStoreNotExported() throws IOException {
    String said = refusal(() -> export(fresh()));
    assertTrue(said.contains("no rows"), said);
    assertEmpty(files);
    Path there = Files.writeString(files.resolve("export-2"), "mine");
    said = refusal(() -> export(filled(fresh())));
    assertTrue(said.contains("is there already"), said);
    assertEquals("mine", text(there));
  }

  private static void assertEmpty(Path folder) throws IOException {
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** The words of the refusal. */
  protected static String refusal(Runnable what) {
    return String.valueOf(assertThrows(ArchiveException.class, what::run).getMessage());
  }
}
