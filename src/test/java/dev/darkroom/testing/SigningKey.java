package dev.darkroom.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** A key of RS256 with a name. */
record SigningKey(RsaJsonWebKey jwk) {
  private static final int BITS = 2048;

  static SigningKey fresh() {
    return named(UUID.randomUUID().toString());
  }

  static SigningKey named(String id) {
    try {
      RsaJsonWebKey jwk = RsaJwkGenerator.generateJwk(BITS);
      jwk.setKeyId(id);
      jwk.setUse("sig");
      jwk.setAlgorithm("RS256");
      return new SigningKey(jwk);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  String id() {
    return jwk.getKeyId();
  }

  /** A set of this one key, with all that must be kept secret. */
  String privateJwks() {
    return new JsonWebKeySet(jwk).toJson(OutputControlLevel.INCLUDE_PRIVATE);
  }

  byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(jwk.getRsaPrivateKey());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half as DER. */
  byte[] der() {
    return jwk.getRsaPublicKey().getEncoded();
  }

  /** The public half as PEM. */
  byte[] pem() {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der());
    String pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
    return pem.getBytes(StandardCharsets.US_ASCII);
  }
}
