package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The keys that webhooks are signed with: made at the first start, and kept in the folder. */
final class HookKeys {
  private static final String ED25519 = "Ed25519";
  private static final int RAW_BYTES = 32;
  private static final int MAX_KEYS = 8;

  private final Path file;
  private final Path temporary;

  /** The first one signs; all are published. */
  private List<KeyPair> pairs = List.of();

  /** One pair as it lies on disk, in the encodings that Java reads and writes. */
  private record Kept(String publicKey, String privateKey) {}

  private HookKeys(Path file, Path temporary) {
    this.file = file;
    this.temporary = temporary;
  }

  static HookKeys open(Path file, Path temporary) throws IOException {
    HookKeys keys = new HookKeys(file, temporary);
    if (Files.exists(file)) {
      keys.read();
    } else {
      keys.rotate(false);
    }
    return keys;
  }

  synchronized PrivateKey signer() {
    return pairs.getFirst().getPrivate();
  }

  /** From now on a new key signs; the old ones stay published, or are withdrawn at once. */
  synchronized void rotate(boolean keepOld) throws IOException {
    List<KeyPair> old = keepOld ? pairs : List.of();
    List<KeyPair> next = Stream.concat(Stream.of(fresh()), old.stream()).limit(MAX_KEYS).toList();
    // The file of a temporary name is its owner's alone, and stays so under its last name.
    Path draft = Files.createTempFile(temporary, "keys", ".json");
    Files.write(draft, Json.bytes(next.stream().map(HookKeys::kept).toList()));
    Durable.move(draft, file);
    pairs = next;
  }

  /** The public halves, as fal publishes its own. */
  synchronized ObjectNode jwks() {
    ObjectNode set = Json.object();
    ArrayNode keys = set.putArray("keys");
    for (KeyPair pair : pairs) {
      byte[] encoded = pair.getPublic().getEncoded();
      // The raw key stands at the end of its X.509 encoding.
      byte[] raw = Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
      keys.addObject()
          .put("kty", "OKP")
          .put("crv", ED25519)
          .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
    }
    return set;
  }

  /** A pair that nobody knows. */
  static KeyPair fresh() {
    try {
      return KeyPairGenerator.getInstance(ED25519).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private void read() throws IOException {
    List<KeyPair> read = new ArrayList<>();
    for (Kept kept : Json.MAPPER.readValue(file.toFile(), Kept[].class)) {
      read.add(pair(kept));
    }
    if (read.isEmpty()) {
      throw new IOException(file.getFileName() + " holds no key");
    }
    pairs = List.copyOf(read);
  }

  private KeyPair pair(Kept kept) throws IOException {
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      KeyFactory factory = KeyFactory.getInstance(ED25519);
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(base64.decode(kept.publicKey()))),
          factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(kept.privateKey()))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file.getFileName() + " holds something else than keys", e);
    }
  }

  private static Kept kept(KeyPair pair) {
    Base64.Encoder base64 = Base64.getEncoder();
    return new Kept(
        base64.encodeToString(pair.getPublic().getEncoded()),
        base64.encodeToString(pair.getPrivate().getEncoded()));
  }
}
