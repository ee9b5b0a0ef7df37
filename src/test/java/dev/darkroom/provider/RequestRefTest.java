package dev.darkroom.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRefTest {
  @ParameterizedTest
  @CsvSource({
    "fal-ai/flux, /fal-ai/flux, /fal-ai/flux",
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video,"
        + " /fal-ai/kling-video/v2.5-turbo/pro/image-to-video, /fal-ai/kling-video",
    "workflows/o/a/p, /workflows/o/a/p, /workflows/o/a",
    "comfy/o/a, /comfy/o/a, /comfy/o/a",
    "110602490-lora, /110602490/lora, /110602490/lora",
    "123-my-app, /123/my-app, /123/my-app"
  })
  void aModelIdIsTakenApartByTheRules(String model, String path, String appPath) {
    assertEquals(new AppId(path, appPath), AppId.of(model));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "flux",
        "fal-ai/",
        "/fal-ai/flux",
        "fal-ai//flux",
        "workflows/o",
        "fal-ai/../admin",
        "fal-ai/flux?x=1",
        "fal-ai/flux#a",
        "fal ai/flux",
        "fal-ai/fl%75x",
        "fal-ai/flux/"
      })
  void aMalformedModelIdIsRefused(String model) {
    assertThrows(IllegalArgumentException.class, () -> AppId.of(model));
  }

  @Test
  void aReferenceCanBeMadeFromTheIdAlone() {
    assertEquals(
        new RequestRef(
            "r-1",
            "/fal-ai/flux/requests/r-1/status",
            "/fal-ai/flux/requests/r-1",
            "/fal-ai/flux/requests/r-1/cancel"),
        RequestRef.of("fal-ai/flux/dev", "r-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a?b", "%2e"})
  void anOddRequestIdIsRefused(String id) {
    assertThrows(IllegalArgumentException.class, () -> RequestRef.of("fal-ai/flux", id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "x",
        "@evil.test/x",
        "//evil.test/x",
        "/a/../b",
        "/a/%2e%2E/b",
        "/a/.",
        "/a/.%2e",
        "/a?x=1",
        "/a#b",
        "/a\\b",
        "/a b"
      })
  void aPathThatIsNotPlainlyBelowTheQueueIsRefused(String path) {
    assertFalse(RequestRef.isPlain(path));
    assertThrows(
        IllegalArgumentException.class, () -> new RequestRef("r-1", path, "/a/r-1", "/a/r-1/c"));
  }

  @Test
  void aPathWithATrailingSlashOrDotsInNamesIsPlain() {
    assertTrue(RequestRef.isPlain("/fal-ai/v2.5/requests/r-1/"));
    assertTrue(RequestRef.isPlain("/fal-ai/..a/b.."));
  }
}
