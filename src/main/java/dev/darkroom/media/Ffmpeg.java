package dev.darkroom.media;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/**
 * Loads FFmpeg, reined in. Only in a {@link VideoChild}: its decoders are large, and a file made to
 * break one must not take the server along.
 */
final class Ffmpeg {
  /** Largest single piece of memory; a frame of 36 megapixels has 54 MB. */
  private static final long ALLOC_BYTES_MAX = 256L << 20;

  private Ffmpeg() {}

  /** Never libavdevice: it wants a sound server that servers do not have. */
  static void load() {
    Loader.load(avutil.class);
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    Loader.load(swscale.class);
    avutil.av_log_set_level(avutil.AV_LOG_FATAL);
    avutil.av_max_alloc(ALLOC_BYTES_MAX);
  }

  /** What a call gave that says below zero that it failed. */
  static int require(int result) {
    if (result < 0) {
      throw new VideoException(VideoException.Kind.BROKEN);
    }
    return result;
  }
}
