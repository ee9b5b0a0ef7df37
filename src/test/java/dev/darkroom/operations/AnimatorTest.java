package dev.darkroom.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.operations.Animator.Choice;
import dev.darkroom.operations.Animator.Wish;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of a model that makes videos, and what it costs. */
class AnimatorTest {
  private static final Catalogue.Video OFFER = CatalogueFile.read(Optional.empty()).video();

  private static Choice choose(String provider, Wish wish) throws Refusal {
    return OFFER.animator(provider, "provider").choose(wish);
  }

  private static Wish wish(
      @Nullable Double duration, @Nullable String resolution, @Nullable String ratio) {
    return new Wish(duration, resolution, ratio, null, null);
  }

  @ParameterizedTest
  @CsvSource({
    // wished for, then asked for
    ",5",
    "5,5",
    "1,2",
    "2.4,2",
    "2.5,2",
    "2.6,3",
    "12,12",
    "3600,12",
    "0.001,2"
  })
  void aDurationFallsToTheNearestThatIsOffered(@Nullable Double wished, int asked) throws Refusal {
    assertEquals(asked, choose("seedance", wish(wished, null, null)).duration());
  }

  @ParameterizedTest
  @CsvSource({"1,5", "7,5", "7.5,5", "8,10", "60,10"})
  void ofTwoThatAreAsNearTheCheaperOneIsAsked(double wished, int asked) throws Refusal {
    assertEquals(asked, choose("kling2_5", wish(wished, null, null)).duration());
  }

  @ParameterizedTest
  @CsvSource({
    ",720p",
    "'',720p",
    "auto,720p",
    "480p,480p",
    "500p,480p",
    "600p,480p",
    "601p,720p",
    "1080p,1080p",
    "2160p,1080p",
    "10p,480p"
  })
  void aResolutionFallsToTheNearestThatIsOffered(@Nullable String wished, String asked)
      throws Refusal {
    assertEquals(asked, choose("seedance", wish(null, wished, null)).resolution());
  }

  @ParameterizedTest
  @CsvSource({
    ",auto",
    "'',auto",
    "auto,auto",
    "16:9,16:9",
    "1920:1080,16:9",
    "16:10,16:9",
    "3:2,4:3",
    "100:1,21:9",
    "1:100,9:16",
    "2:3,3:4",
    "5:5,1:1"
  })
  void aRatioFallsToTheNearestThatIsOffered(@Nullable String wished, String asked) throws Refusal {
    assertEquals(asked, choose("seedance", wish(null, null, wished)).aspectRatio());
  }

  @ParameterizedTest
  @CsvSource({
    "0,,,BAD_DURATION,duration",
    "-5,,,BAD_DURATION,duration",
    "NaN,,,BAD_DURATION,duration",
    "Infinity,,,BAD_DURATION,duration",
    ",4k,,BAD_RESOLUTION,resolution",
    ",0p,,BAD_RESOLUTION,resolution",
    ",999999p,,BAD_RESOLUTION,resolution",
    ",,wide,BAD_ASPECT_RATIO,aspect_ratio",
    ",,16:0,BAD_ASPECT_RATIO,aspect_ratio",
    ",,16:9:1,BAD_ASPECT_RATIO,aspect_ratio"
  })
  void whatIsNoValueAtAllIsRefusedAndNamed(
      @Nullable Double duration,
      @Nullable String resolution,
      @Nullable String ratio,
      String code,
      String field) {
    Refusal e =
        assertThrows(Refusal.class, () -> choose("seedance", wish(duration, resolution, ratio)));
    assertEquals(code, e.code());
    assertEquals(field, e.field());
  }

  @Test
  void aModelIsAskedOnlyWhatItTakes() throws Refusal {
    Wish all = new Wish(7.0, "1080p", "9:16", true, 42L);
    assertEquals(
        "{\"prompt\":\"Go.\",\"duration\":\"7\",\"resolution\":\"1080p\",\"aspect_ratio\":\"9:16\","
            + "\"camera_fixed\":true,\"seed\":42}",
        choose("seedance", all).input("Go.").toString());
    assertEquals(
        "{\"prompt\":\"Go.\",\"duration\":\"5\"}", choose("kling2_5", all).input("Go.").toString());
  }

  @ParameterizedTest
  @CsvSource({"-1,-1", "-9,-1", "0,0", "2147483647,2147483647", "9999999999,2147483647"})
  void aSeedIsKeptWithinWhatModelsTake(long wished, long asked) throws Refusal {
    assertEquals(asked, choose("seedance", new Wish(null, null, null, null, wished)).seed());
  }

  /** Worked out by hand from ⌈h·w·24·s/1024/10⁶ · 2.5 · 2.25 · 1000⌉. */
  @ParameterizedTest
  @CsvSource({
    "5,720p,auto,608", // 607.5
    "5,720p,16:9,608",
    "5,720p,9:16,193", // 192.2: the height is that of the resolution, whatever the ratio
    "5,480p,16:9,270", // 270 exactly
    "5,1080p,16:9,1367", // 1366.875
    "12,1080p,21:9,4306", // 4305.65625
    "2,480p,1:1,61" // 60.75
  })
  void aVideoByTokensCostsWhatTheFormulaSays(
      double seconds, String resolution, String ratio, long credits) throws Refusal {
    Animator animator = OFFER.animator("seedance", "provider");
    assertEquals(
        credits, OFFER.credits(animator, animator.choose(wish(seconds, resolution, ratio))));
  }

  @ParameterizedTest
  @CsvSource({"5,788", "10,1575"}) // 0.35 $ each started 5 s · 2.25 · 1000: 787.5 and 1575
  void aVideoByBlocksCostsWhatTheFormulaSays(double seconds, long credits) throws Refusal {
    Animator animator = OFFER.animator("kling2_5", "provider");
    assertEquals(credits, OFFER.credits(animator, animator.choose(wish(seconds, null, null))));
  }

  @ParameterizedTest
  @CsvSource({
    "sora2,MODEL_RETIRED",
    "sora2_pro,MODEL_RETIRED",
    "vhs,PROVIDER_UNKNOWN",
    "Seedance,PROVIDER_UNKNOWN"
  })
  void aProviderThatIsNotOfferedIsRefused(String provider, String code) {
    Refusal e = assertThrows(Refusal.class, () -> OFFER.animator(provider, "provider"));
    assertEquals(code, e.code());
    assertEquals("provider", e.field());
  }

  @Test
  void nothingSaidIsTheUsualProvider() throws Refusal {
    Animator usual = OFFER.animator("seedance", "provider");
    assertEquals(usual, OFFER.animator(null, "provider"));
    assertEquals(usual, OFFER.animator(" ", "provider"));
  }

  /** ⌈seconds · fps · megapixels · 0.015 · 2500⌉, at least 100. */
  @ParameterizedTest
  @CsvSource({
    "5,24,1280,720,4148", // 4147.2
    "5,30,1000,1000,5625", // exactly, so no dust is charged
    "2,29.97002997,640,360,518", // 517.9...
    "0.5,24,100,100,100",
    "1,25,1080,1920,1944"
  })
  void aVideoUpscaleCostsWhatTheFormulaSays(
      double seconds, double fps, long width, long height, long credits) {
    Catalogue usual = CatalogueFile.read(Optional.empty());
    assertEquals(credits, usual.videoUpscale().credits(seconds, fps, width * height));
  }

  /** ⌈seconds · pixels / 921600 · 2⌉, at least 10. */
  @ParameterizedTest
  @CsvSource({
    "5,1920,1080,23",
    "5,1280,720,10",
    "10,1280,720,20",
    "0.1,16,16,10",
    "60,1080,1920,270"
  })
  void anInterpolationCostsWhatTheFormulaSays(
      double seconds, long width, long height, long credits) {
    Catalogue usual = CatalogueFile.read(Optional.empty());
    assertEquals(credits, usual.videoInterpolate().credits(seconds, width * height));
  }

  @Test
  void theContractsLimitsAreOffered() {
    Catalogue usual = CatalogueFile.read(Optional.empty());
    assertEquals(3, usual.videoInterpolate().framesBetween());
    assertTrue(usual.videoInterpolate().sceneDetection());
    assertEquals(1920, usual.videoUpscale().longerSideMax());
    assertEquals(1080, usual.videoUpscale().shorterSideMax());
    assertEquals(2, usual.videoUpscale().factorMax());
    assertFalse(OFFER.providers().isEmpty());
  }
}
