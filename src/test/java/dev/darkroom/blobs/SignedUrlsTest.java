package dev.darkroom.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedUrlsTest {
  private static final BlobKey KEY = BlobKey.of("users/a/x.png");
  private static final Instant END = Instant.ofEpochSecond(1_800_000_000);

  private final SignedUrls urls = new SignedUrls(new byte[32], URI.create("https://me.test/d/"));

  @Test
  void aSignedAddressIsGoodUntilItExpires() {
    URI url = urls.sign(KEY, END);
    assertTrue(
        url.toString()
            .startsWith(
                "https://me.test/d/api/storage/file?key=users%2Fa%2Fx.png&expires=1800000000"));
    assertTrue(urls.verify(KEY.value(), "1800000000", signature(url), END.minusSeconds(1)));
    assertFalse(urls.verify(KEY.value(), "1800000000", signature(url), END));
  }

  @Test
  void anythingThatWasNotSignedIsRefused() {
    String signature = signature(urls.sign(KEY, END));
    Instant now = END.minusSeconds(9);
    assertFalse(urls.verify("users/b/x.png", "1800000000", signature, now));
    assertFalse(urls.verify(KEY.value(), "1800000001", signature, now));
    assertFalse(urls.verify(KEY.value(), "01800000000", signature, now));
    for (String other : List.of("", "x", signature.toUpperCase(java.util.Locale.ROOT) + "0")) {
      assertFalse(urls.verify(KEY.value(), "1800000000", other, now));
    }
    assertFalse(urls.verify(KEY.value(), "9".repeat(99), "", now));
  }

  @Test
  void anotherSecretDoesNotOpenIt() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 1);
    var others = new SignedUrls(secret, URI.create("https://me.test"));
    assertFalse(
        others.verify(KEY.value(), "1800000000", signature(urls.sign(KEY, END)), Instant.EPOCH));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SignedUrls(new byte[31], URI.create("https://me.test")));
  }

  @Test
  void theFormIsTheOneThatWasAgreed() {
    assertEquals(64, signature(urls.sign(KEY, END)).length());
  }

  private static String signature(URI url) {
    String text = url.toString();
    return text.substring(text.indexOf("&signature=") + "&signature=".length());
  }
}
