package dev.darkroom.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.TestSettings;
import dev.darkroom.media.VideoLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was paid for can be stored. */
class ResultLimitsTest {
  private static final Catalogue USUAL = CatalogueFile.read(Optional.empty());

  @TempDir Path folder;

  /** An operator who lets users bring next to nothing. */
  private static OperationSettings small() {
    return TestSettings.with(
        OperationSettings.class,
        Map.of(
            "darkroom.operations.video-seconds-max", "2",
            "darkroom.operations.video-pixels-max", "10000",
            "darkroom.operations.video-frames-max", "50"));
  }

  @Test
  void resultsMayBeMoreThanWhatUsersMayBring() {
    OperationSettings usual = TestSettings.defaults(OperationSettings.class);
    VideoLimits limits = ResultLimits.videos(usual, USUAL);
    assertEquals(661, limits.secondsMax(), 1e-6);
    assertEquals(usual.videoPixelsMax(), limits.pixelsMax());
    assertEquals(5 * usual.videoFramesMax(), limits.framesMax());
  }

  @Test
  void whatTheOfferMakesFitsHoweverLittleUsersMayBring() {
    VideoLimits limits = ResultLimits.videos(small(), USUAL);
    assertTrue(limits.secondsMax() >= 12.5, limits.toString());
    assertTrue(limits.pixelsMax() >= 1920 * 1920, limits.toString());
    assertTrue(limits.framesMax() >= 12.5 * 60, limits.toString());
  }

  @Test
  void anOfferOfOnesOwnFitsToo() throws IOException {
    Path own =
        Files.writeString(
            folder.resolve("catalogue.json"),
            """
            {"video": {"providers": {"seedance":
               {"durations": [30], "fps": 120, "resolutions": ["2160p"], "aspectRatios": ["9:16", "21:9"]}}},
             "videoUpscale": {"longerSideMax": 3840, "shorterSideMax": 2160}}
            """);
    VideoLimits limits = ResultLimits.videos(small(), CatalogueFile.read(Optional.of(own)));
    assertTrue(limits.secondsMax() >= 30.5, limits.toString());
    assertTrue(limits.pixelsMax() >= 5040 * 2160, limits.toString());
    assertTrue(limits.framesMax() >= 30.5 * 120, limits.toString());
  }
}
