package dev.darkroom.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignedUrlsTest {
  private static final BlobKey KEY = BlobKey.of("users/a/x.png");
  private static final Instant END = Instant.ofEpochSecond(1_800_000_000);
  private static final Instant NOW = END.minusSeconds(9);
  private static final PutPermit PERMIT = new PutPermit(KEY, "image/svg+xml", 5);

  private final SignedUrls urls = new SignedUrls(new byte[32], URI.create("https://me.test/d/"));

  @Test
  void anAddressSaysWhatItIsFor() {
    String url = urls.sign(KEY, END).toString();
    assertTrue(
        url.matches(
            "https://me.test/d/api/storage/file[?]key=users%2Fa%2Fx.png"
                + "&expires=1800000000&signature=[0-9a-f]{64}"));
    assertEquals(Optional.of(KEY), urls.read(url, NOW));
    assertEquals("https://me.test", urls.origin().toString());
  }

  @Test
  void thePartBeforeThePathMayBeLeftOut() {
    String url = urls.sign(KEY, END).toString();
    String path = url.substring("https://me.test/d".length());
    assertEquals(Optional.of(KEY), urls.read(path, NOW));
    assertEquals(Optional.empty(), urls.read(path, END));
    assertEquals(Optional.empty(), urls.read("/x" + path, NOW));
  }

  @Test
  void numbersThatWereNotSignedAreRefused() {
    String url = urls.sign(KEY, END).toString();
    for (String expires : List.of("1800000001", "01800000000", "9".repeat(99), "", "-1", "null")) {
      assertEquals(Optional.empty(), urls.read(url.replace("1800000000", expires), NOW), expires);
    }
    String upper =
        url.substring(0, url.length() - 64)
            + url.substring(url.length() - 64).toUpperCase(Locale.ROOT);
    assertEquals(Optional.empty(), urls.read(upper, NOW));
  }

  @Test
  void anotherSecretDoesNotOpenIt() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 1);
    var others = new SignedUrls(secret, URI.create("https://me.test/d"));
    assertEquals(Optional.empty(), others.read(urls.sign(KEY, END).toString(), NOW));
    assertEquals(Optional.empty(), others.readPut(urls.signPut(PERMIT, END).toString(), NOW));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SignedUrls(new byte[31], URI.create("https://me.test")));
  }

  @Test
  void anAddressToPutHoldsKeyTypeAndSize() {
    String url = urls.signPut(PERMIT, END).toString();
    assertTrue(
        url.startsWith(
            "https://me.test/d/api/storage/put?key=users%2Fa%2Fx.png&type=image%2Fsvg%2Bxml"
                + "&size=5&expires=1800000000&signature="));
    assertEquals(Optional.of(PERMIT), urls.readPut(url, NOW));
    assertEquals(Optional.empty(), urls.readPut(url, END));
    for (String altered :
        List.of(
            url.replace("size=5", "size=6"),
            url.replace("size=5", "size=05"),
            url.replace("svg", "png"),
            url.replace("x.png", "y.png"),
            url.replace("1800000000", "1800000001"),
            url.replace("/put?", "/file?"),
            url + "0")) {
      assertEquals(Optional.empty(), urls.readPut(altered, NOW), altered);
    }
  }

  @Test
  void whatIsNoTypeOrNoSizeIsNotSigned() {
    for (String type : List.of("", "image", "image/png\n5", "Image/PNG", "a/b; c")) {
      assertThrows(
          IllegalArgumentException.class, () -> urls.signPut(new PutPermit(KEY, type, 5), END));
    }
    assertThrows(
        IllegalArgumentException.class, () -> urls.signPut(new PutPermit(KEY, "a/b", -1), END));
  }
}
