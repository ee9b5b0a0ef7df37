package dev.darkroom.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookKeysTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final byte[] BODY = "{\"request_id\":\"r-1\"}".getBytes(UTF_8);
  private static final String UNREADABLE =
      """
      {"kty":"RSA","n":"AQAB"}, {"kty":"OKP","crv":"Ed25519","x":"%"}, {"kty":"OKP","crv":"X25519"}
      """;

  private final KeyPair first = pair();
  private final KeyPair second = pair();
  private Reply answer = jwks(first);
  private final RawServer server = RawServer.answering(request -> answer);
  private final Fal fal = new Fal(FalFixture.settings(server.url()));
  private final WebhookKeys keys = new WebhookKeys(fal);

  @AfterEach
  void close() throws Exception {
    fal.close();
    server.close();
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last 32 bytes of the X.509 form are the key itself. */
  private static String x(KeyPair pair, Base64.Encoder encoder) {
    byte[] whole = pair.getPublic().getEncoded();
    return encoder.encodeToString(Arrays.copyOfRange(whole, whole.length - 32, whole.length));
  }

  private static Reply jwks(KeyPair pair) {
    return jwks(x(pair, Base64.getUrlEncoder().withoutPadding()));
  }

  private static Reply jwks(String x) {
    return Reply.json(
        200,
        "{\"keys\":[%s,{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}]}"
            .formatted(UNREADABLE.strip(), x));
  }

  private static WebhookSignature by(KeyPair pair) throws Exception {
    String seconds = Long.toString(NOON.getEpochSecond());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(BODY);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(
        String.join("\n", "r-1", "user", seconds, HexFormat.of().formatHex(digest))
            .getBytes(UTF_8));
    return new WebhookSignature("r-1", "user", seconds, HexFormat.of().formatHex(signature.sign()));
  }

  private boolean signed(KeyPair pair, Duration later) throws Exception {
    return keys.signed(by(pair), BODY, NOON.plus(later));
  }

  @Test
  void keysAreKeptForADayAndOursIsNotShown() throws Exception {
    assertTrue(signed(first, Duration.ZERO));
    assertTrue(signed(first, Duration.ofHours(24)));
    assertEquals(1, server.requests().size());
    assertTrue(signed(first, Duration.ofHours(24).plusMillis(1)));
    assertEquals(2, server.requests().size());
    RawServer.Request asked = server.requests().getFirst();
    assertEquals("/.well-known/jwks.json", asked.target());
    assertFalse(asked.headers().containsKey("authorization"));
  }

  @Test
  void aKeyThatIsNewIsAskedFor() throws Exception {
    assertFalse(signed(second, Duration.ZERO));
    answer = jwks(second);
    assertTrue(signed(second, Duration.ofMinutes(2)));
    assertFalse(signed(first, Duration.ofMinutes(2)));
    assertEquals(2, server.requests().size());
  }

  @Test
  void strangersDoNotMakeUsAskAgainAndAgain() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertFalse(signed(second, Duration.ofMillis(i)));
    }
    assertEquals(1, server.requests().size());
  }

  @Test
  void whileKeysCannotBeHadNobodyWaitsForThem() throws Exception {
    answer = Reply.json(503, "{}");
    for (int i = 0; i < 100; i++) {
      Duration later = Duration.ofMillis(i);
      assertThrows(ProviderException.class, () -> signed(first, later));
    }
    assertEquals(1, server.requests().size());
    answer = jwks(first);
    assertTrue(signed(first, Duration.ofSeconds(11)));
  }

  @Test
  void anAnswerWithoutKeysDoesNotReplaceThem() throws Exception {
    assertTrue(signed(first, Duration.ZERO));
    answer = Reply.json(200, "{}");
    assertThrows(ProviderException.class, () -> signed(second, Duration.ofMinutes(2)));
    assertTrue(signed(first, Duration.ofMinutes(2)));
  }

  @Test
  void paddedKeysAreReadToo() throws Exception {
    answer = jwks(x(first, Base64.getUrlEncoder()));
    assertTrue(signed(first, Duration.ZERO));
  }

  @Test
  void everythingThatIsSignedCounts() throws Exception {
    WebhookSignature good = by(first);
    String signature = good.signature();
    String later = Long.toString(NOON.getEpochSecond() + 1);
    for (WebhookSignature other :
        new WebhookSignature[] {
          new WebhookSignature("r-2", "user", good.timestamp(), signature),
          new WebhookSignature("r-1", "another", good.timestamp(), signature),
          new WebhookSignature("r-1", "user", later, signature),
          new WebhookSignature("r-1", "user", good.timestamp(), "00".repeat(64)),
          new WebhookSignature("r-1", "user", good.timestamp(), "not hex"),
          new WebhookSignature("r-1", "user", good.timestamp(), null)
        }) {
      assertFalse(keys.signed(other, BODY, NOON), other::toString);
    }
    assertFalse(keys.signed(good, "{\"request_id\":\"r-2\"}".getBytes(UTF_8), NOON));
    assertTrue(keys.signed(good, BODY, NOON));
  }

  @Test
  void onlyFiveMinutesEitherWayAreFresh() throws Exception {
    WebhookSignature signature = by(first);
    for (long seconds : new long[] {-300, 0, 300}) {
      assertTrue(signature.isFresh(NOON.plusSeconds(seconds)));
    }
    for (long seconds : new long[] {-301, 301}) {
      assertFalse(signature.isFresh(NOON.plusSeconds(seconds)));
    }
    assertFalse(new WebhookSignature("r-1", "user", "soon", "00").isFresh(NOON));
    assertFalse(new WebhookSignature("r-1", "user", null, "00").isFresh(NOON));
  }
}
