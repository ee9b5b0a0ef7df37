package dev.darkroom.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        "/a",
        "a//b",
        ".",
        "..",
        "a/../b",
        "a/./b",
        "../a",
        ".parts/x",
        "a/.b",
        "a\\b",
        "a%2e",
        "a b",
        "a\nb",
        "a\u0000",
        "ä",
        "a?b",
        "a:b",
        "C:/x",
        "~/x*"
      })
  void aKeyThatCouldMeanSomethingElseIsRefused(String value) {
    assertThrows(IllegalArgumentException.class, () -> BlobKey.of(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "users/you_localhost-1a2b3c4d/library/upscale-1.png", "a..b", "-"})
  void aPlainKeyIsKeptAsItIs(String value) {
    assertEquals(value, BlobKey.of(value).value());
  }

  @Test
  void lengthIsBounded() {
    assertEquals(1024, BlobKey.of("abc/".repeat(255) + "abcd").value().length());
    assertThrows(IllegalArgumentException.class, () -> BlobKey.of("abc/".repeat(255) + "abcde"));
    assertThrows(IllegalArgumentException.class, () -> BlobKey.of("a".repeat(201)));
  }

  @Test
  void aChildLiesUnderItsFolderAndANeighbourDoesNot() {
    var folder = BlobKey.of("users/a");
    assertTrue(folder.child("library/x.png").isUnder(folder));
    assertFalse(BlobKey.of("users/ab/x.png").isUnder(folder));
    assertFalse(folder.isUnder(folder));
    assertEquals("x.png", folder.child("library/x.png").name());
    assertThrows(IllegalArgumentException.class, () -> folder.child("../b/x.png"));
    assertThrows(IllegalArgumentException.class, () -> folder.child("/x.png"));
  }
}
