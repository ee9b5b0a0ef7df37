package dev.darkroom.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FalSettingsTest {
  private static final URI QUEUE = URI.create("https://queue.fal.run");
  private static final URI REST = URI.create("https://rest.fal.ai/");

  @Test
  void theKeyIsTrimmedAndMaskedAndSlashesAreDropped() {
    var settings = FalSettings.of(" id:secret\n", QUEUE, REST);
    assertEquals("id:secret", settings.key());
    assertEquals(URI.create("https://rest.fal.ai"), settings.restUrl());
    assertFalse(settings.toString().contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "a\nb", "a b", "schlüssel"})
  void aKeyThatIsNoHeaderValueIsRefusedWithoutQuotingIt(String key) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> FalSettings.of(key, QUEUE, REST));
    assertEquals("key must be visible ASCII and not empty", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x",
        "queue.fal.run",
        "https:///x",
        "https://u:p@x",
        "https://x?a",
        "https://x#a"
      })
  void anAddressThatIsNoBaseIsRefused(String url) {
    assertThrows(IllegalArgumentException.class, () -> FalSettings.of("k", URI.create(url), REST));
  }

  @Test
  void aLimitOfNothingIsRefused() {
    var settings = FalSettings.of("k", QUEUE, REST);
    assertThrows(IllegalArgumentException.class, () -> settings.withMaxResultBytes(0));
  }
}
