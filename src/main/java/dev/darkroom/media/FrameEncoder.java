package dev.darkroom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Encodes BGR frames as H.264 (Cisco's OpenH264, which is free of the GPL) in MP4. */
final class FrameEncoder implements AutoCloseable {
  private static final int CHANNELS = 3;
  private static final double BITS_PER_PIXEL = 0.14;
  private static final long BITS_MIN = 400_000;
  private static final long BITS_MAX = 60_000_000;
  private static final int KEY_SECONDS = 2;
  private static final int ONE = 1 << 16;

  private final int bytes;
  private final AVCodecContext context;
  private final SwsContext scaler;
  private final AVFrame frame;
  private final AVPacket packet = av_packet_alloc();
  private final Mp4Writer file;
  private final BytePointer pixels;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private long added;

  /**
   * Opens the encoder and the file.
   *
   * @param width even
   * @param height even
   * @param soundFrom a video whose sound is taken as it is, or null
   */
  static FrameEncoder create(
      Path to, int width, int height, FrameRate rate, @Nullable Path soundFrom) {
    return new FrameEncoder(to, width, height, rate, soundFrom);
  }

  private FrameEncoder(Path to, int width, int height, FrameRate rate, @Nullable Path soundFrom) {
    this.bytes = CHANNELS * width * height;
    this.context = opened(width, height, rate);
    this.scaler = scaler(width, height);
    this.frame = frame(width, height);
    this.pixels = new BytePointer(bytes + 64L);
    this.planes = new PointerPointer<BytePointer>(4).put(0, pixels);
    this.strides = new IntPointer(CHANNELS * width, 0, 0, 0);
    this.file = Mp4Writer.create(to, context, soundFrom);
  }

  private static AVCodecContext opened(int width, int height, FrameRate rate) {
    AVCodec codec = avcodec_find_encoder_by_name("libopenh264");
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
    context.time_base(rational(rate.denominator(), rate.numerator()));
    context.framerate(rational(rate.numerator(), rate.denominator()));
    double bits = BITS_PER_PIXEL * width * height * rate.fps();
    context.bit_rate(Math.clamp((long) bits, BITS_MIN, BITS_MAX));
    context.gop_size((int) Math.ceil(KEY_SECONDS * rate.fps()));
    context.color_range(AVCOL_RANGE_MPEG);
    context.colorspace(AVCOL_SPC_BT709);
    context.color_primaries(AVCOL_PRI_BT709);
    context.color_trc(AVCOL_TRC_BT709);
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    context.thread_count(1);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "profile", "high", 0);
    av_dict_set(options, "allow_skip_frames", "0", 0);
    int result = avcodec_open2(context, codec, options);
    av_dict_free(options);
    Ffmpeg.require(result);
    return context;
  }

  private static AVRational rational(int numerator, int denominator) {
    return new AVRational().num(numerator).den(denominator);
  }

  private static SwsContext scaler(int width, int height) {
    SwsContext scaler =
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_BGR24,
            width,
            height,
            AV_PIX_FMT_YUV420P,
            SWS_AREA | SWS_ACCURATE_RND,
            null,
            null,
            (DoublePointer) null);
    IntPointer colors = sws_getCoefficients(SWS_CS_ITU709);
    sws_setColorspaceDetails(scaler, colors, 1, colors, 0, 0, ONE, ONE);
    return scaler;
  }

  private static AVFrame frame(int width, int height) {
    AVFrame frame = av_frame_alloc();
    frame.width(width).height(height).format(AV_PIX_FMT_YUV420P);
    Ffmpeg.require(av_frame_get_buffer(frame, 0));
    return frame;
  }

  /** The size of a frame, row by row without gaps. */
  int frameBytes() {
    return bytes;
  }

  /** Adds the next frame. */
  void add(byte[] bgr) {
    pixels.position(0).put(bgr, 0, bytes);
    Ffmpeg.require(av_frame_make_writable(frame));
    Ffmpeg.require(
        sws_scale(scaler, planes, strides, 0, frame.height(), frame.data(), frame.linesize()));
    frame.pts(added);
    added++;
    encode(frame);
  }

  /** Writes what is left. The file is complete only after this. */
  void finish() {
    encode(null);
    file.finish();
  }

  private void encode(@Nullable AVFrame next) {
    Ffmpeg.require(avcodec_send_frame(context, next));
    while (avcodec_receive_packet(context, packet) >= 0) {
      packet.duration(1);
      file.write(packet);
    }
  }

  @Override
  public void close() {
    file.close();
    av_packet_free(packet);
    av_frame_free(frame);
    sws_freeContext(scaler);
    avcodec_free_context(context);
    planes.close();
    strides.close();
    pixels.close();
  }
}
