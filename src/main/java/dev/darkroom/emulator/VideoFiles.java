package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.media.VideoException;
import dev.darkroom.media.VideoLimits;
import dev.darkroom.media.VideoReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Opens the videos that an input names, and publishes those that are made, in fal's words. */
final class VideoFiles {
  /** What OpenH264 takes. */
  static final long PIXELS_MAX = 3840L * 2160;

  private static final VideoLimits LIMITS =
      new VideoLimits(600, PIXELS_MAX, 72_000, Duration.ofHours(1));

  private VideoFiles() {}

  /** Begins to decode a video, which the caller closes. */
  static VideoReader open(String field, Path file) throws ModelException {
    try {
      return VideoReader.open(file, LIMITS);
    } catch (VideoException e) {
      throw refusal(field, e);
    }
  }

  /** What a model says of a video that it cannot work on. */
  static ModelException refusal(String field, VideoException e) {
    return switch (e.kind()) {
      case TOO_LONG ->
          ModelException.unprocessable(
              field, "video_duration_too_long", "Video duration exceeds the maximum allowed");
      case TOO_LARGE ->
          ModelException.unprocessable(
              field, "file_too_large", "The video has too many pixels or frames");
      case NOT_A_VIDEO, NO_PICTURES, BROKEN, SEVERAL, TOO_SLOW, BUSY ->
          ModelException.unprocessable(
              field, "unsupported_video_format", "Failed to load the video");
    };
  }

  /** url, content_type, file_name, file_size of an MP4 that was made in a temporary file. */
  static ObjectNode publish(Workbench bench, String name, Path file) throws IOException {
    String fileName = name + ".mp4";
    long bytes = Files.size(file);
    return Json.object()
        .put("url", bench.publish(fileName, file))
        .put("content_type", "video/mp4")
        .put("file_name", fileName)
        .put("file_size", bytes);
  }

  /** The nearest even number of pixels, as H.264 wants it, and at least 16. */
  static int even(double pixels) {
    return Math.max(16, 2 * (int) Math.round(pixels / 2));
  }
}
