package dev.darkroom.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * ID tokens made beside the provider: one that is as good as its own, and others that only look so.
 * Each is about {@link #SUBJECT}, for the client, and good for five minutes; given claims are laid
 * over that, and a null removes one. Times are in seconds.
 */
public final class OidcTokens {
  public static final String SUBJECT = "somebody";
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final SigningKey key;
  private final String issuer;
  private final String audience;

  OidcTokens(SigningKey key, String issuer, String audience) {
    this.key = key;
    this.issuer = issuer;
    this.audience = audience;
  }

  /** Signed with the provider's key. */
  public String genuine(Map<String, ? extends @Nullable Object> claims) {
    return token("RS256", claims, key::sign);
  }

  /** Signed with another key that has the same name. */
  public String signedByAnother(Map<String, ? extends @Nullable Object> claims) {
    return token("RS256", claims, SigningKey.named(key.id())::sign);
  }

  /** Says that it needs no signature, and has none. */
  public String unsigned(Map<String, ? extends @Nullable Object> claims) {
    return token("none", claims, _ -> new byte[0]);
  }

  /** Says HS256; the secret is the provider's public key as PEM, which everybody knows. */
  public String signedByPublicPem(Map<String, ? extends @Nullable Object> claims) {
    return token("HS256", claims, text -> hmac(key.pem(), text));
  }

  /** As that, with the public key as DER. */
  public String signedByPublicDer(Map<String, ? extends @Nullable Object> claims) {
    return token("HS256", claims, text -> hmac(key.der(), text));
  }

  /** Has these claims, and the signature that the provider's key made without them. */
  public String altered(Map<String, ? extends @Nullable Object> claims) {
    String signature = genuine(Map.of("jti", "another")).split("\\.", -1)[2];
    return genuine(claims).replaceFirst("[^.]*$", signature);
  }

  /** All that nobody may believe, by what is wrong with them. */
  public Map<String, String> forged(Map<String, ? extends @Nullable Object> claims) {
    return Map.of(
        "signed by another key",
        signedByAnother(claims),
        "unsigned",
        unsigned(claims),
        "HS256 with the public PEM",
        signedByPublicPem(claims),
        "HS256 with the public DER",
        signedByPublicDer(claims),
        "altered",
        altered(claims));
  }

  private String token(
      String algorithm,
      Map<String, ? extends @Nullable Object> claims,
      Function<String, byte[]> signer) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", algorithm);
    header.put("typ", "JWT");
    header.put("kid", key.id());
    String text = part(header) + "." + part(laidOver(claims));
    return text + "." + base64(signer.apply(text));
  }

  private Map<String, Object> laidOver(Map<String, ? extends @Nullable Object> claims) {
    Instant now = Instant.now();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("iss", issuer);
    all.put("aud", audience);
    all.put("sub", SUBJECT);
    all.put("iat", now.getEpochSecond());
    all.put("exp", now.plus(LIFETIME).getEpochSecond());
    claims.forEach(
        (name, value) -> {
          if (value == null) {
            all.remove(name);
          } else {
            all.put(name, value);
          }
        });
    return all;
  }

  private static String part(Map<String, Object> json) {
    return base64(JsonUtil.toJson(json).getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hmac(byte[] secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
