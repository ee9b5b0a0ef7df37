package dev.darkroom.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
  private static final BlobKey KEY = BlobKey.of("users/a/library/x.json");

  @TempDir Path folder;
  private Path root;
  private Blobs blobs;

  @BeforeEach
  void openTheFolder() throws IOException {
    root = folder.resolve("deep/blobs");
    blobs = new Blobs(root);
  }

  @Test
  void whatWasPutIsFoundAndReadAfterAReopen() throws Exception {
    Path file = Files.writeString(folder.resolve("in"), "{\"a\":1}");
    Blob put = blobs.put(KEY, file);

    var reopened = new Blobs(root);
    assertEquals(Optional.of(put), reopened.find(KEY));
    assertEquals(7, put.size());
    assertEquals("application/json", put.contentType());
    assertEquals("{\"a\":1}", read(reopened, KEY, 0, 7));
    assertTrue(Files.exists(file));
  }

  @Test
  void aRangeIsReadAndEndsWithTheBlob() throws Exception {
    blobs.put(KEY, "0123456789".getBytes(UTF_8));
    assertEquals("345", read(blobs, KEY, 3, 3));
    assertEquals("89", read(blobs, KEY, 8, 100));
    assertEquals("", read(blobs, KEY, 3, 0));
    assertEquals("", read(blobs, KEY, 20, 5));
    try (InputStream in = blobs.open(KEY, 2, 2)) {
      assertEquals('2', in.read());
      assertEquals('3', in.read());
      assertEquals(-1, in.read());
    }
    assertThrows(IllegalArgumentException.class, () -> blobs.open(KEY, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> blobs.open(KEY, 0, -1));
  }

  @Test
  void theLastWriterWinsAndTheTagChanges() throws Exception {
    Blob first = blobs.put(KEY, "one".getBytes(UTF_8));
    Blob second = blobs.put(KEY, "two".getBytes(UTF_8));
    assertEquals("two", read(blobs, KEY, 0, 9));
    assertNotEquals(first.etag(), second.etag());
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertEquals(Optional.empty(), blobs.find(KEY));
    assertFalse(blobs.delete(KEY));
    assertThrows(NoSuchFileException.class, () -> blobs.open(KEY, 0, 1));
    assertThrows(NoSuchFileException.class, () -> blobs.fetch(KEY));
  }

  @Test
  void aFolderIsNoBlobAndABlobIsNoFolder() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    var above = BlobKey.of("users/a/library");
    assertEquals(Optional.empty(), blobs.find(above));
    assertFalse(blobs.delete(above));
    assertThrows(NoSuchFileException.class, () -> blobs.open(above, 0, 1));
    assertEquals(Optional.empty(), blobs.find(KEY.child("y")));
    assertThrows(IOException.class, () -> blobs.put(KEY.child("y"), new byte[1]));
    assertThrows(IOException.class, () -> blobs.put(above, new byte[1]));
    assertEquals(0, parts());
  }

  @Test
  void aDeletedBlobIsGone() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    assertTrue(blobs.delete(KEY));
    assertEquals(Optional.empty(), blobs.find(KEY));
    assertFalse(blobs.delete(KEY));
  }

  @Test
  void aLocalCopyHoldsTheBytesAndClosingItKeepsTheBlob() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    try (LocalCopy copy = blobs.fetch(KEY)) {
      assertEquals("x", Files.readString(copy.path()));
    }
    assertTrue(blobs.find(KEY).isPresent());
  }

  @Test
  void aPutThatFailsLeavesTheOldBlobAndNoPart() throws Exception {
    blobs.put(KEY, "old".getBytes(UTF_8));
    assertThrows(IOException.class, () -> blobs.put(KEY, folder.resolve("none")));
    assertThrows(IOException.class, () -> blobs.put(KEY, folder));
    assertEquals("old", read(blobs, KEY, 0, 9));
    assertEquals(0, parts());
  }

  @Test
  void noReaderEverSeesAPartOfABlob() throws Exception {
    byte[] as = new byte[300_000];
    byte[] bs = new byte[200_000];
    Arrays.fill(as, (byte) 'a');
    Arrays.fill(bs, (byte) 'b');
    blobs.put(KEY, as);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writing =
          threads.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  blobs.put(KEY, i % 2 == 0 ? bs : as);
                }
                return null;
              });
      while (!writing.isDone()) {
        try (InputStream in = blobs.open(KEY, 0, 1_000_000)) {
          byte[] seen = in.readAllBytes();
          assertArrayEquals(seen[0] == 'a' ? as : bs, seen);
        }
      }
      writing.get();
    }
  }

  @Test
  void manyWritersOfNewFoldersAllSucceed() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts =
          Stream.iterate(0, i -> i + 1)
              .limit(50)
              .map(
                  i ->
                      threads.submit(
                          () -> blobs.put(BlobKey.of("n/" + i % 5 + "/" + i), new byte[] {1})))
              .toList();
      for (var put : puts) {
        assertEquals(1, put.get().size());
      }
    }
  }

  @Test
  void onlyOldLeftoversAreSweptAndNoBlobEver() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    var now = Instant.parse("2026-01-02T00:00:00Z");
    Path old = Files.createFile(root.resolve(".parts/part-old"));
    Path young = Files.createFile(root.resolve(".parts/part-young"));
    Files.setLastModifiedTime(old, FileTime.from(now.minusSeconds(1)));
    Files.setLastModifiedTime(young, FileTime.from(now));

    assertEquals(1, blobs.sweepUnfinished(now));
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
    assertTrue(blobs.find(KEY).isPresent());
  }

  private long parts() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve(".parts"))) {
      return files.count();
    }
  }

  private static String read(Blobs blobs, BlobKey key, long offset, long length)
      throws IOException {
    try (InputStream in = blobs.open(key, offset, length)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
