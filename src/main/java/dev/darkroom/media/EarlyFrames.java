package dev.darkroom.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Looks at the beginning of a video for a frame that shows something: many fade in from black. */
final class EarlyFrames {
  /** Three seconds of most videos. */
  private static final int LOOKED_AT = 75;

  /** What a mean level, of 255, is not dark from. Black is 16 in many files, and noisy. */
  private static final int LIGHT_ENOUGH = 28;

  private final FrameDecoder decoder;
  private final FrameScaler scaler;

  EarlyFrames(FrameDecoder decoder, FrameScaler scaler) {
    this.decoder = decoder;
    this.scaler = scaler;
  }

  /** Pixels of the first frame that is light enough, else of the lightest. */
  byte[] lightest(AVFrame begin) {
    byte[] lightest = new byte[scaler.bytes()];
    byte[] looked = new byte[scaler.bytes()];
    double most = -1;
    @Nullable AVFrame frame = begin;
    for (int i = 0; frame != null && i < LOOKED_AT; i++) {
      scaler.scale(frame, looked);
      double light = light(looked);
      if (light > most) {
        byte[] darker = lightest;
        lightest = looked;
        looked = darker;
        most = light;
      }
      frame = most < LIGHT_ENOUGH ? next() : null;
    }
    return lightest;
  }

  /** A file may be cut off after a frame that can be shown. */
  private @Nullable AVFrame next() {
    try {
      return decoder.next();
    } catch (VideoException _) {
      return null;
    }
  }

  private static double light(byte[] pixels) {
    long sum = 0;
    for (byte level : pixels) {
      sum += level & 0xff;
    }
    return (double) sum / pixels.length;
  }
}
