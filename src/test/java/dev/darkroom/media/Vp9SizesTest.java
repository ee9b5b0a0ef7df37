package dev.darkroom.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.darkroom.media.FrameSizes.Size;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of frames, written bit by bit as the specification lists them. */
class Vp9SizesTest {
  private static final String SYNC = "010010011000001101000010 ";
  private static final String SIZE = "0000000001011111 0000000000110101";
  private static final Size SAID = new Size(96, 54);

  /** Marker, profile, not shown again, key frame, shown, not resilient; then the colors. */
  @ParameterizedTest
  @CsvSource({
    "10 00 0 0 1 0, 001 0",
    "10 10 0 0 1 0, 001 0 110",
    "10 01 0 0 1 0, 0 001 0",
    "10 11 0 0 0 1 0, 1 001 0 110",
    "10 11 0 0 0 1 0, 1 111 0"
  })
  void aKeyFrameSaysItsSize(String head, String colors) {
    assertEquals(List.of(SAID), sizes(bytes(head + SYNC + colors + SIZE)));
  }

  @Test
  void aFrameThatIsNotShownSaysItsSize() {
    assertEquals(List.of(SAID), sizes(bytes("10 00 0 1 0 0 1 00" + SYNC + "11111111" + SIZE)));
    assertEquals(
        List.of(SAID), sizes(bytes("10 10 0 1 0 0 1 00" + SYNC + "001 0 110 11111111" + SIZE)));
  }

  @ParameterizedTest
  @CsvSource({"10 00 0 1 1 0 00", "10 00 0 1 1 1", "10 00 0 1 0 1 0"})
  void aFrameThatRefersToOthersSaysItsSizeIfItIsNoneOfTheirs(String head) {
    String references = "11111111 0001 0010 0100";
    assertEquals(List.of(SAID), sizes(bytes(head + references + "000" + SIZE)));
    for (String found : List.of("1", "01", "001")) {
      assertEquals(List.of(), sizes(bytes(head + references + found + SIZE)));
    }
  }

  @Test
  void eachFrameOfAPacketIsRead() {
    byte[] key = bytes("10 00 0 0 1 0" + SYNC + "001 0" + SIZE);
    byte[] again = bytes("10 00 1 000");
    byte[] hidden = bytes("10 00 0 1 0 0 1 00" + SYNC + "11111111" + "0".repeat(32));
    byte marker = (byte) 0b110_00_010;
    byte[] index = {marker, (byte) key.length, (byte) again.length, (byte) hidden.length, marker};
    assertEquals(List.of(SAID, new Size(1, 1)), sizes(key, again, hidden, index));
  }

  @Test
  void whatIsDamagedOrCutOffSaysNothing() {
    byte[] key = bytes("10 00 0 0 1 0" + SYNC + "001 0" + SIZE);
    for (int length = 0; length < key.length; length++) {
      assertEquals(List.of(), sizes(Arrays.copyOf(key, length)));
    }
    assertEquals(List.of(), sizes(bytes("11 00 0 0 1 0" + SYNC + "001 0" + SIZE)));
    assertEquals(List.of(), sizes(bytes("10 00 0 0 1 0" + "1".repeat(24) + "001 0" + SIZE)));
    byte marker = (byte) 0b110_11_000;
    byte[] endless = {marker, -1, -1, -1, -1, marker};
    assertEquals(List.of(), sizes(key, endless));
  }

  @Test
  void anyBytesEndInAnAnswer() {
    Random random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      byte[] packet = new byte[random.nextInt(40)];
      random.nextBytes(packet);
      assertEquals(sizes(packet), sizes(packet));
    }
  }

  private static List<Size> sizes(byte[]... parts) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      packet.writeBytes(part);
    }
    return Vp9Sizes.of(ByteBuffer.wrap(packet.toByteArray()));
  }

  private static byte[] bytes(String bits) {
    String dense = bits.replace(" ", "");
    byte[] bytes = new byte[(dense.length() + 7) / 8];
    for (int i = 0; i < dense.length(); i++) {
      bytes[i / 8] |= (byte) ((dense.charAt(i) - '0') << (7 - i % 8));
    }
    return bytes;
  }
}
