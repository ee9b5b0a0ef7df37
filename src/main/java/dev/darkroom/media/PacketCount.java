package dev.darkroom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.darkroom.media.VideoException.Kind;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * How many frames a file holds, and how long they last, told by walking all of its packets without
 * decoding one.
 */
record PacketCount(long frames, double seconds) {
  /** Those that are no whole numbers (SMPTE). */
  private static final List<FrameRate> BROADCAST =
      List.of(
          new FrameRate(24_000, 1001),
          new FrameRate(30_000, 1001),
          new FrameRate(60_000, 1001),
          new FrameRate(120_000, 1001));

  /** Times are rounded to milliseconds in some files. */
  private static final double NEAR = 0.002;

  /** A slow-motion camera's, and four times as many between its frames. */
  private static final int RATE_MAX = 5000;

  private static final int DENOMINATOR = 1000;

  /** What a header may promise beyond what is there: the last frame has no length of its own. */
  private static final double MISSING_SECONDS = 1;

  /**
   * Walks to the end.
   *
   * @throws VideoException if the file is incomplete or exceeds the limits, or its frames change
   *     their size
   */
  static PacketCount of(Demuxer demuxer, VideoLimits limits) {
    try (FrameSizes sizes = new FrameSizes(demuxer)) {
      return of(demuxer, sizes, limits);
    }
  }

  private static PacketCount of(Demuxer demuxer, FrameSizes sizes, VideoLimits limits) {
    long all = 0;
    long shown = 0;
    long first = Long.MAX_VALUE;
    long lastBegin = Long.MIN_VALUE;
    long end = Long.MIN_VALUE;
    for (AVPacket packet = demuxer.nextOfVideo(); packet != null; packet = demuxer.nextOfVideo()) {
      all++;
      if ((packet.side_data_elems() > 0 && isNewHeader(packet)) || sizes.changes(packet)) {
        throw new VideoException(Kind.SEVERAL);
      }
      if ((packet.flags() & AV_PKT_FLAG_DISCARD) != 0) {
        continue;
      }
      long at = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
      if (at == AV_NOPTS_VALUE) {
        throw new VideoException(Kind.BROKEN);
      }
      shown++;
      first = Math.min(first, at);
      lastBegin = Math.max(lastBegin, at);
      end = Math.max(end, at + Math.max(0, packet.duration()));
      if (shown > limits.framesMax()) {
        throw new VideoException(Kind.TOO_LARGE);
      }
    }
    if (shown == 0 || all < demuxer.claimedFrames()) {
      throw new VideoException(Kind.BROKEN);
    }
    double begins = Demuxer.seconds(lastBegin - first, demuxer.timeBase());
    double told = Demuxer.seconds(end - first, demuxer.timeBase());
    return checked(
        demuxer, limits, new PacketCount(shown, told > begins ? told : guess(begins, shown)));
  }

  /** From here on frames would be of another size or codec than those that are measured. */
  private static boolean isNewHeader(AVPacket packet) {
    BytePointer header =
        av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, new SizeTPointer(1));
    return header != null && !header.isNull();
  }

  /** The last frame says nothing of its length: it lasts as long as the others. */
  private static double guess(double begins, long frames) {
    return frames == 1 ? 1.0 / 25 : begins * frames / (frames - 1);
  }

  private static PacketCount checked(Demuxer demuxer, VideoLimits limits, PacketCount count) {
    if (!(count.seconds > 0) || count.frames / count.seconds > RATE_MAX) {
      throw new VideoException(Kind.BROKEN);
    }
    if (count.seconds > limits.secondsMax()) {
      throw new VideoException(Kind.TOO_LONG);
    }
    // Sound may begin earlier and last longer than the pictures.
    double missing = demuxer.claimedSeconds() - demuxer.end();
    if (missing > MISSING_SECONDS && missing > demuxer.end() / 10) {
      throw new VideoException(Kind.BROKEN);
    }
    return count;
  }

  /** Frames a second: that of a standard if the count comes near it, else to a thousandth. */
  FrameRate rate() {
    double fps = frames / seconds;
    FrameRate nearest = new FrameRate(Math.max(1, (int) Math.rint(fps)), 1);
    for (FrameRate broadcast : BROADCAST) {
      nearest = off(fps, broadcast) < off(fps, nearest) ? broadcast : nearest;
    }
    return off(fps, nearest) < NEAR
        ? nearest
        : new FrameRate(Math.max(1, (int) Math.rint(fps * DENOMINATOR)), DENOMINATOR);
  }

  private static double off(double fps, FrameRate standard) {
    return Math.abs(fps / standard.fps() - 1);
  }
}
