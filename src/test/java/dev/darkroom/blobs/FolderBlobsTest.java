package dev.darkroom.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FolderBlobsTest extends BlobsContract {

  @Override
  Blobs reopened() throws IOException {
    return new FolderBlobs(root(), new byte[32], URI.create("https://me.test/d"));
  }

  private Path root() {
    return folder.resolve("deep/blobs");
  }

  @Test
  void whatWasPutIsWhatIsFound() throws Exception {
    assertEquals(Optional.of(blobs.put(KEY, "x".getBytes(UTF_8))), blobs.find(KEY));
  }

  @Test
  void aBlobIsNoFolderAndAFolderNoBlob() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    assertThrows(IOException.class, () -> blobs.put(KEY.child("y"), new byte[1]));
    assertThrows(IOException.class, () -> blobs.put(BlobKey.of("users/a/library"), new byte[1]));
    assertEquals(0, parts());
  }

  @Test
  void aPutThatFailsLeavesNoPart() {
    assertThrows(IOException.class, () -> blobs.put(KEY, folder.resolve("none")));
    assertThrows(IOException.class, () -> blobs.put(KEY, folder));
    assertEquals(0, parts());
  }

  @Test
  void onlyOldLeftoversAreSweptAndNoBlobEver() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    var now = Instant.parse("2026-01-02T00:00:00Z");
    Path old = Files.createFile(root().resolve(".parts/part-old"));
    Path young = Files.createFile(root().resolve(".parts/part-young"));
    Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(3601)));
    Files.setLastModifiedTime(young, FileTime.from(now.minusSeconds(3600)));

    assertEquals(1, blobs.sweepUnfinished(now));
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    assertTrue(blobs.find(KEY).isPresent());
  }

  /** Servers that share a folder sweep it while others of them write there. */
  @Test
  void whatIsFinishedDuringASweepIsPassedBy() throws Exception {
    AtomicBoolean swept = new AtomicBoolean();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!swept.get()) {
                    put();
                  }
                });
    try {
      for (int times = 0; times < 300; times++) {
        assertEquals(0, blobs.sweepUnfinished(Instant.now()));
      }
    } finally {
      swept.set(true);
      writer.join();
    }
  }

  private void put() {
    try {
      blobs.put(KEY, "x".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNoBlobIsNotListed() throws Exception {
    Files.writeString(Files.createDirectories(root().resolve("a")).resolve(".hidden"), "x");
    Files.writeString(Files.createDirectories(root().resolve("b c")).resolve("x"), "x");
    Files.writeString(root().resolve("b~"), "x");
    blobs.put(KEY, "x".getBytes(UTF_8));
    assertEquals(List.of("users/"), inPages(null, false, 1));
    assertEquals(List.of(KEY.value()), inPages(null, true, 1));
  }

  /** Nothing is asked about what other pages tell, so a listing of many files stays quick. */
  @Test
  void manyFilesAreListedOverPagesOfWhatIsFound() throws Exception {
    Path many = Files.createDirectories(root().resolve("many"));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      all.add("many/%04d".formatted(i));
      Files.createFile(many.resolve("%04d".formatted(i)));
    }
    assertEquals(all, inPages(BlobKey.of("many"), false, 99));
    Listing page = blobs.list(new Listing.Asked(BlobKey.of("many"), true, "many/1998", 9));
    Blob last = blobs.find(BlobKey.of("many/1999")).orElseThrow();
    assertEquals(
        List.of(new Listing.File(last.key(), last.size(), last.etag(), last.modified())),
        page.entries());
  }

  private long parts() {
    try (Stream<Path> files = Files.list(root().resolve(".parts"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
