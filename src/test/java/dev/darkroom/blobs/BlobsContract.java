package dev.darkroom.blobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds wherever blobs lie. */
abstract class BlobsContract {
  static final BlobKey KEY = BlobKey.of("users/a/library/x.json");
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir Path folder;
  Blobs blobs;

  /** The same blobs each time. */
  abstract Blobs reopened() throws Exception;

  @BeforeEach
  void openThem() throws Exception {
    blobs = reopened();
  }

  @AfterEach
  void closeThem() {
    blobs.close();
  }

  @Test
  void whatWasPutIsFoundAndReadAfterAReopen() throws Exception {
    Path file = Files.writeString(folder.resolve("in"), "{\"a\":1}");
    Blob put = blobs.put(KEY, file);

    try (Blobs reopened = reopened()) {
      Blob found = reopened.find(KEY).orElseThrow();
      assertEquals(put, new Blob(KEY, 7, "application/json", found.etag(), put.modified()));
      assertTrue(Duration.between(put.modified(), found.modified()).abs().toSeconds() < 5);
      assertEquals("{\"a\":1}", read(reopened, KEY, 0, 7));
      assertTrue(Files.exists(file));
    }
  }

  @Test
  void bytesAreKnownByTheirBeginningAndNotByTheirName() throws Exception {
    blobs.put(KEY, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
    assertEquals("image/jpeg", blobs.find(KEY).orElseThrow().contentType());
    blobs.put(KEY, "<html>".getBytes(UTF_8));
    assertEquals("application/octet-stream", blobs.find(KEY).orElseThrow().contentType());
  }

  @Test
  void anEmptyBlobIsOne() throws Exception {
    Blob put = blobs.put(KEY, Files.createFile(folder.resolve("empty")));
    assertEquals(0, put.size());
    assertEquals(0, blobs.find(KEY).orElseThrow().size());
    assertEquals("", read(blobs, KEY, 0, 10));
    try (LocalCopy copy = blobs.fetch(KEY)) {
      assertEquals(0, Files.size(copy.path()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "-", "_", "a..b/c.", "A/b-c_d.e", "users/0/x.tar.gz", "very", "deep"})
  void everyKeyIsKept(String text) throws Exception {
    BlobKey key =
        BlobKey.of(
            switch (text) {
              case "very" -> "v".repeat(200);
              case "deep" -> "d/".repeat(60) + "d";
              default -> text;
            });
    blobs.put(key, text.getBytes(UTF_8));
    assertEquals(text, read(blobs, key, 0, 99));
    assertEquals(List.of(key.value()), names(new Listing.Asked(null, true, null, 9)));
    assertEquals(
        Optional.of(key), blobs.read(blobs.sign(key, now.plusSeconds(60)).toString(), now));
    assertTrue(blobs.delete(key));
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
  void aFolderIsNoBlob() throws Exception {
    blobs.put(KEY, "x".getBytes(UTF_8));
    var above = BlobKey.of("users/a/library");
    assertEquals(Optional.empty(), blobs.find(above));
    assertFalse(blobs.delete(above));
    assertThrows(NoSuchFileException.class, () -> blobs.open(above, 0, 1));
    assertEquals(Optional.empty(), blobs.find(KEY.child("y")));
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
  void aPutThatFailsLeavesTheOldBlob() throws Exception {
    blobs.put(KEY, "old".getBytes(UTF_8));
    assertThrows(IOException.class, () -> blobs.put(KEY, folder.resolve("none")));
    assertThrows(IOException.class, () -> blobs.put(KEY, folder));
    assertEquals("old", read(blobs, KEY, 0, 9));
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
  void aFolderIsListedByOneLevel() throws Exception {
    put("users/a/x.png", "users/a/b/y.png", "users/a/b/c/z.png", "users/b.png", "other");
    assertEquals(List.of("other", "users/"), names(new Listing.Asked(null, false, null, 9)));
    assertEquals(
        List.of("users/a/b/", "users/a/x.png"),
        names(new Listing.Asked(BlobKey.of("users/a"), false, null, 9)));
    assertEquals(
        List.of("users/a/b/c/z.png", "users/a/b/y.png", "users/a/x.png"),
        names(new Listing.Asked(BlobKey.of("users/a"), true, null, 9)));
    assertEquals(List.of(), names(new Listing.Asked(BlobKey.of("users/none"), false, null, 9)));
    assertEquals(List.of(), names(new Listing.Asked(BlobKey.of("other"), true, null, 9)));
  }

  @Test
  void aListingTellsWhatIsKnownOfABlob() throws Exception {
    Blob put = blobs.put(KEY, "12345".getBytes(UTF_8));
    Listing page = blobs.list(new Listing.Asked(BlobKey.of("users"), true, null, 9));
    Listing.File file = (Listing.File) page.entries().getFirst();
    assertEquals(new Listing.File(KEY, 5, put.etag(), file.modified()), file);
    assertTrue(Duration.between(put.modified(), file.modified()).abs().toSeconds() < 5);
    assertNull(page.next());
  }

  @Test
  void aFolderGoesWithItsLastBlob() throws Exception {
    put("users/a/b/c/z.png", "users/x.png");
    blobs.delete(BlobKey.of("users/a/b/c/z.png"));
    assertEquals(
        List.of("users/x.png"), names(new Listing.Asked(BlobKey.of("users"), false, null, 9)));
  }

  /** Bytes that sort before, at and after the slash, and names that begin with one another. */
  @Test
  void pagesOfAnySizeTellTheSameInTheOrderOfKeys() throws Exception {
    put("a-b", "a.b", "a/-", "a/x/y", "a/x/z", "a/x.y", "a/x-", "a0", "b/c/d/e", "b/c/f", "B", "_");
    for (boolean deep : new boolean[] {true, false}) {
      for (String in : List.of("", "a", "a/x", "b")) {
        BlobKey folder = in.isEmpty() ? null : BlobKey.of(in);
        List<String> whole = names(new Listing.Asked(folder, deep, null, 1000));
        assertEquals(whole.stream().sorted().distinct().toList(), whole);
        for (int most = 1; most <= 4; most++) {
          assertEquals(whole, inPages(folder, deep, most), in + " by " + most);
        }
      }
    }
    assertEquals(12, inPages(null, true, 5).size());
    assertEquals(List.of("B", "_", "a-b", "a.b", "a/", "a0", "b/"), inPages(null, false, 2));
  }

  @Test
  void aPageBeginsAfterWhatHasGoneSince() throws Exception {
    put("a/1", "a/2", "a/3");
    blobs.delete(BlobKey.of("a/2"));
    assertEquals(List.of("a/3"), names(new Listing.Asked(BlobKey.of("a"), true, "a/2", 9)));
    assertThrows(IllegalArgumentException.class, () -> new Listing.Asked(null, true, null, 0));
    assertThrows(IllegalArgumentException.class, () -> new Listing.Asked(null, true, null, 1001));
  }

  List<String> inPages(@Nullable BlobKey folder, boolean deep, int most) throws IOException {
    List<String> all = new ArrayList<>();
    String after = null;
    do {
      Listing page = blobs.list(new Listing.Asked(folder, deep, after, most));
      assertTrue(page.entries().size() <= most);
      page.entries().forEach(entry -> all.add(name(entry)));
      after = page.next();
    } while (after != null);
    return all;
  }

  List<String> names(Listing.Asked page) throws IOException {
    return blobs.list(page).entries().stream().map(BlobsContract::name).toList();
  }

  private static String name(Listing.Entry entry) {
    return switch (entry) {
      case Listing.Folder folder -> folder.key() + "/";
      case Listing.File file -> file.key().value();
    };
  }

  private void put(String... keys) throws IOException {
    for (String key : keys) {
      blobs.put(BlobKey.of(key), key.getBytes(UTF_8));
    }
  }

  @Test
  void aSignedAddressIsKnownAgainUntilItExpires() {
    String url = blobs.sign(KEY, now.plusSeconds(60)).toString();
    assertTrue(url.startsWith(blobs.origin() + "/"));
    assertEquals(Optional.of(KEY), blobs.read(url, now.plusSeconds(59)));
    assertEquals(Optional.empty(), blobs.read(url, now.plusSeconds(60)));
    String past = blobs.sign(KEY, now.minusSeconds(1)).toString();
    assertEquals(Optional.empty(), blobs.read(past, now));
    assertEquals(Optional.of(KEY), blobs.read(past, now.minusSeconds(2)));
  }

  @Test
  void anAddressThatIsAlteredAnywhereIsNotOurs() {
    String url = blobs.sign(KEY, now.plusSeconds(60)).toString();
    for (int i = 0; i < url.length(); i++) {
      char other = url.charAt(i) == '0' ? '1' : '0';
      String altered = url.substring(0, i) + other + url.substring(i + 1);
      assertEquals(Optional.empty(), blobs.read(altered, now), altered);
    }
    for (String other : List.of("", "x", url + "0", url + "&x=1", " " + url, url.substring(9))) {
      assertEquals(Optional.empty(), blobs.read(other, now), other);
    }
    SignedPut put = blobs.signPut(KEY, "image/png", 5, now.plusSeconds(60));
    assertEquals(Optional.empty(), blobs.read(put.url().toString(), now));
    assertEquals(Optional.empty(), blobs.readPut(url, now));
  }

  static String read(Blobs blobs, BlobKey key, long offset, long length) throws IOException {
    try (InputStream in = blobs.open(key, offset, length)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
