package dev.darkroom.media;

import java.io.DataOutputStream;
import java.io.IOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames at a constant rate: those that come late are repeated, those that come too soon are
 * left out, so that as many come as the length of the video has room for.
 */
final class SteadyFrames {
  private final VideoWire.Header header;
  private final FrameDecoder decoder;
  private final FrameScaler scaler;
  private final byte[] shown;
  private long written;

  SteadyFrames(VideoWire.Header header, FrameDecoder decoder, FrameScaler scaler) {
    this.header = header;
    this.decoder = decoder;
    this.scaler = scaler;
    this.shown = new byte[scaler.bytes()];
  }

  /** Writes from this frame on, which was just decoded. */
  void writeTo(AVFrame begin, DataOutputStream to) throws IOException {
    double first = decoder.at(begin);
    @Nullable AVFrame frame = begin;
    for (long count = 0; frame != null; count++) {
      double since = decoder.at(frame) - first;
      long place = Double.isNaN(since) ? count : Math.round(since * header.rate().fps());
      repeatUpTo(place, to);
      scaler.scale(frame, shown);
      frame = decoder.next();
    }
    repeatUpTo(header.frames(), to);
  }

  private void repeatUpTo(long place, DataOutputStream to) throws IOException {
    for (; written < Math.min(place, header.frames()); written++) {
      to.writeByte(VideoWire.FRAME);
      to.write(shown);
    }
  }
}
