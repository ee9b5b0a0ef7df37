package dev.darkroom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import dev.darkroom.media.VideoException.Kind;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Decodes the frames of a video, in the order in which they are shown. */
final class FrameDecoder implements AutoCloseable {
  private static final long BLOCK_PIXELS = 1 << 16;

  private final Demuxer demuxer;
  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private boolean drained;

  FrameDecoder(Demuxer demuxer, VideoLimits limits) {
    this.demuxer = demuxer;
    int codec = demuxer.parameters().codec_id();
    // FFmpeg's own AV1 decoder needs a graphics card.
    AVCodec decoder =
        codec == AV_CODEC_ID_AV1
            ? avcodec_find_decoder_by_name("libaom-av1")
            : avcodec_find_decoder(codec);
    this.context = avcodec_alloc_context3(decoder);
    Ffmpeg.require(avcodec_parameters_to_context(context, demuxer.parameters()));
    // Frames are coded in whole blocks, a little larger than they are shown.
    context.max_pixels(2 * limits.pixelsMax() + BLOCK_PIXELS);
    context.thread_count(1);
    context.pkt_timebase(demuxer.timeBase());
    if (avcodec_open2(context, decoder, (AVDictionary) null) < 0) {
      avcodec_free_context(context);
      throw new VideoException(Kind.BROKEN);
    }
  }

  /**
   * The next frame, lent until the next call; null at the end. Damaged packets are passed over as a
   * player does.
   */
  @Nullable AVFrame next() {
    while (true) {
      int received = avcodec_receive_frame(context, frame);
      if (received >= 0) {
        return frame;
      }
      if (received == AVERROR_EOF) {
        return null;
      }
      if (received == AVERROR_EAGAIN() && !drained) {
        send(demuxer.nextOfVideo());
      } else if (drained) {
        return null;
      }
    }
  }

  private void send(@Nullable AVPacket packet) {
    drained = packet == null;
    int _ = avcodec_send_packet(context, packet);
  }

  /** When a frame is shown, in seconds; NaN if nothing says it. */
  double at(AVFrame shown) {
    long time = shown.best_effort_timestamp();
    return time == AV_NOPTS_VALUE ? Double.NaN : Demuxer.seconds(time, demuxer.timeBase());
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
