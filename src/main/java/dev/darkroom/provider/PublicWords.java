package dev.darkroom.provider;

import dev.darkroom.provider.ProviderException.Kind;

/** What end users are told about a failure; no vendor, no model, no machine words. */
final class PublicWords {
  private PublicWords() {}

  static String of(Kind kind, String detailCode) {
    return switch (kind) {
      case NOT_SENT, BUSY, TROUBLE, OUTCOME_UNKNOWN, UNAUTHORIZED, UNREADABLE ->
          "The processing service is not available at the moment. Please try again later.";
      case NOT_READY -> "The result is not ready yet.";
      case NOT_FOUND -> "The result is no longer available. Please try again.";
      case MODEL_REFUSED -> refused(detailCode);
      case MODEL_FAILED -> failed(detailCode);
    };
  }

  private static String refused(String detailCode) {
    return switch (detailCode) {
      case "content_policy_violation" ->
          "The request was declined by the content policy. Please change the picture or the text.";
      case "no_media_generated" ->
          "Nothing could be made from this request. Please change the picture or the text.";
      case "image_too_small" -> "The picture is too small for this tool.";
      case "image_too_large" -> "The picture is too large for this tool.";
      case "image_load_error", "unsupported_image_format" ->
          "The picture could not be read. Please use a JPEG, PNG or WebP file.";
      case "face_detection_error" -> "No face could be found in the picture.";
      case "file_download_error" -> "The file could not be fetched for processing.";
      case "file_too_large" -> "The file is too large for this tool.";
      case "video_duration_too_long" -> "The video is too long for this tool.";
      case "video_duration_too_short" -> "The video is too short for this tool.";
      case "unsupported_video_format" -> "The video could not be read. Please use an MP4 file.";
      case "feature_not_supported" -> "This tool does not support what was asked for.";
      default -> "The request could not be processed as it was sent. Please check its settings.";
    };
  }

  private static String failed(String detailCode) {
    return switch (detailCode) {
      case "generation_timeout", "request_timeout", "startup_timeout" ->
          "The processing took too long. Please try again.";
      default -> "The file could not be processed. Please try again.";
    };
  }
}
