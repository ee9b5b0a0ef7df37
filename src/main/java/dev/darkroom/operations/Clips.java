package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.LocalCopy;
import dev.darkroom.library.UserFolder;
import dev.darkroom.media.MeasuredVideo;
import dev.darkroom.media.Video;
import dev.darkroom.media.VideoException;
import dev.darkroom.media.VideoLimits;
import dev.darkroom.operations.Refusal.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The videos that requests bring: uploaded, or named by key. */
public final class Clips {
  /** A slow-motion camera's. Five times as many, smoothed, can still be stored when paid for. */
  private static final int FPS_MAX = 1000;

  private final Blobs blobs;
  private final OperationSettings settings;

  public Clips(Blobs blobs, OperationSettings settings) {
    this.blobs = blobs;
    this.settings = settings;
  }

  /**
   * A video in storage.
   *
   * @param bytes size of the file
   * @param etag as of a {@link Sources.Source}
   */
  record Clip(BlobKey key, MeasuredVideo video, long bytes, String etag) {

    /** Of a frame. */
    long pixels() {
      return (long) video.width() * video.height();
    }

    /** The file's name without its extension, not longer than a name of a result may be. */
    String name() {
      String name = key.name().replaceFirst("\\.[^.]*$", "");
      return name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX));
    }

    private static final int NAME_LENGTH_MAX = 100;
  }

  /**
   * The whole key of one of the user's own files, which is there.
   *
   * @param key whole or relative to the user's folder
   */
  BlobKey key(String user, String field, @Nullable String key) throws Refusal {
    if (key == null || key.isBlank()) {
      throw Refusal.badInput(
          "SOURCE_REQUIRED", field, "Say which video: send %s.".formatted(field));
    }
    try {
      BlobKey own = BlobKey.of(UserFolder.of(user).resolve(key).orElseThrow(() -> unknown(field)));
      return blobs.find(own).orElseThrow(() -> unknown(field)).key();
    } catch (IllegalArgumentException e) {
      throw Refusal.badInput("BAD_KEY", field, "%s is not a valid key.".formatted(field));
    } catch (IOException e) {
      throw new UncheckedIOException("A video could not be found", e);
    }
  }

  /** A stored file, measured anew: what is paid for is what is there. */
  Clip read(BlobKey key, String field) throws Refusal {
    try (LocalCopy copy = blobs.fetch(key)) {
      return clip(copy.blob(), look(copy.path(), field));
    } catch (NoSuchFileException e) {
      throw unknown(field);
    } catch (IOException e) {
      throw new UncheckedIOException("A video could not be read", e);
    }
  }

  /** Stores a video below one of the user's folders, under a name of its own. */
  Clip store(String user, String field, String folder, String name, Path file)
      throws Refusal, IOException {
    MeasuredVideo video = look(file, field);
    BlobKey key = Uploads.key(user, folder, name, video.format().contentType());
    return clip(blobs.put(key, file), video);
  }

  private static Clip clip(Blob blob, MeasuredVideo video) {
    return new Clip(blob.key(), video, blob.size(), blob.etag());
  }

  private MeasuredVideo look(Path file, String field) throws Refusal {
    try {
      MeasuredVideo video = Video.look(Video.Of.USER, file, limits()).measured();
      if (video.rate().fps() > FPS_MAX) {
        throw Refusal.badInput(
            "VIDEO_TOO_LARGE",
            field,
            "A video may show at most %d pictures in a second.".formatted(FPS_MAX));
      }
      return video;
    } catch (VideoException e) {
      throw refusal(e, field);
    }
  }

  /** The bounds of a video that is looked at. */
  private VideoLimits limits() {
    return new VideoLimits(
        settings.videoSecondsMax(),
        settings.videoPixelsMax(),
        settings.videoFramesMax(),
        settings.videoLookWithin());
  }

  private static Refusal unknown(String field) {
    return new Refusal(
        Kind.NOT_FOUND, "FILE_NOT_FOUND", field, "There is no such file among yours.");
  }

  private Refusal refusal(VideoException e, String field) {
    return switch (e.kind()) {
      case NOT_A_VIDEO ->
          new Refusal(
              Kind.UNSUPPORTED_MEDIA,
              "NOT_A_VIDEO",
              field,
              "This is not a video that can be read.");
      case NO_PICTURES ->
          Refusal.badInput("NO_PICTURES", field, "This file holds no moving pictures.");
      case BROKEN ->
          Refusal.badInput(
              "VIDEO_BROKEN", field, "The video is damaged or was cut off on its way.");
      case TOO_LONG ->
          Refusal.badInput(
              "VIDEO_TOO_LONG",
              field,
              "A video may last at most %d seconds.".formatted((long) settings.videoSecondsMax()));
      case TOO_LARGE ->
          Refusal.badInput("VIDEO_TOO_LARGE", field, "The video has too many pixels or frames.");
      case SEVERAL ->
          Refusal.badInput(
              "SEVERAL_VIDEOS", field, "There are several videos in this file. Send one.");
      case TOO_SLOW ->
          new Refusal(
              Kind.BUSY, "TRY_AGAIN", field, "Looking at this video took too long. Try again.");
      case BUSY ->
          new Refusal(
              Kind.BUSY, "TRY_AGAIN", field, "Many videos are looked at now. Try again soon.");
    };
  }
}
