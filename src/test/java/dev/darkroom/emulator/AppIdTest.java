package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppIdTest {
  @ParameterizedTest
  @CsvSource({
    "fal-ai/flux, fal-ai/flux, ''",
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video, fal-ai/kling-video,"
        + " v2.5-turbo/pro/image-to-video",
    "workflows/o/a/p, workflows/o/a, p",
    "123-my-app, 123/my-app, ''"
  })
  void anIdIsOwnerAliasAndPath(String id, String app, String path) {
    AppId parsed = AppId.of(id);
    assertEquals(app, parsed.app());
    assertEquals(path, parsed.path());
  }

  @Test
  void whatNamesNoAppIsNone() {
    assertEquals(Optional.empty(), AppId.of(List.of()));
    assertEquals(Optional.empty(), AppId.of(List.of("flux")));
    assertEquals(Optional.empty(), AppId.of(List.of("comfy", "o")));
  }

  @Test
  void theAliasAloneIsNamedInErrors() {
    assertEquals("kling-video", AppId.of("fal-ai/kling-video/v2").alias());
  }
}
