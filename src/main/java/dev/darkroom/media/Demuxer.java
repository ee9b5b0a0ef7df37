package dev.darkroom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import dev.darkroom.media.VideoException.Kind;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;

/** Reads the packets of a video file. Opens nothing but that file, whatever stands in it. */
final class Demuxer implements AutoCloseable {
  private static final Set<Integer> CODECS =
      Set.of(
          AV_CODEC_ID_H264,
          AV_CODEC_ID_HEVC,
          AV_CODEC_ID_VP8,
          AV_CODEC_ID_VP9,
          AV_CODEC_ID_AV1,
          AV_CODEC_ID_MPEG4);

  private final AVFormatContext context;
  private final AVPacket packet = av_packet_alloc();
  private final AVStream video;
  private final int sound;
  private final long claimedSeconds;
  private final long claimedFrames;
  private double end;

  private Demuxer(AVFormatContext context, long saidSeconds, VideoLimits limits) {
    this.context = context;
    this.video = video(context);
    this.sound = next(context, AVMEDIA_TYPE_AUDIO, 0);
    this.claimedSeconds = Math.max(saidSeconds, claimedSeconds(context, video));
    // Not nb_frames, which also counts those that were cut away without being deleted.
    this.claimedFrames = avformat_index_get_entries_count(video);
    requireAllowed(limits);
  }

  /**
   * Opens a file, and refuses what its header claims to be too large or too long.
   *
   * @throws VideoException if it is no video, or too much of one
   */
  static Demuxer open(Path file, VideoFormat format, VideoLimits limits) {
    AVFormatContext context = new AVFormatContext(null);
    AVInputFormat demuxer = av_find_input_format(format.demuxer());
    AVDictionary options = new AVDictionary(null);
    // A file may name other files and addresses; none is opened.
    av_dict_set(options, "protocol_whitelist", "file", 0);
    av_dict_set(options, "max_streams", "32", 0);
    int opened = avformat_open_input(context, "file:" + file, demuxer, options);
    av_dict_free(options);
    if (opened < 0) {
      throw new VideoException(Kind.BROKEN);
    }
    try {
      return new Demuxer(context, format == VideoFormat.WEBM ? 0 : Mp4Claim.seconds(file), limits);
    } catch (VideoException e) {
      avformat_close_input(context);
      throw e;
    }
  }

  private static AVStream video(AVFormatContext context) {
    int index = next(context, AVMEDIA_TYPE_VIDEO, 0);
    if (index < 0) {
      throw new VideoException(Kind.NO_PICTURES);
    }
    if (next(context, AVMEDIA_TYPE_VIDEO, index + 1) >= 0) {
      throw new VideoException(Kind.SEVERAL);
    }
    AVStream stream = context.streams(index);
    if (!CODECS.contains(stream.codecpar().codec_id())) {
      throw new VideoException(Kind.NOT_A_VIDEO);
    }
    return stream;
  }

  /** The first stream of this kind from there on, or -1. The cover of an album is no video. */
  private static int next(AVFormatContext context, int kind, int from) {
    for (int i = from; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      if (stream.codecpar().codec_type() == kind
          && (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) == 0) {
        return i;
      }
    }
    return -1;
  }

  private void requireAllowed(VideoLimits limits) {
    if (claimedSeconds > limits.secondsMax()) {
      throw new VideoException(Kind.TOO_LONG);
    }
    // Sizes may be missing here; what counts is measured on a decoded frame.
    long pixels = (long) parameters().width() * parameters().height();
    if (pixels > limits.pixelsMax() || claimedFrames > limits.framesMax()) {
      throw new VideoException(Kind.TOO_LARGE);
    }
  }

  private static long claimedSeconds(AVFormatContext context, AVStream video) {
    long whole = context.duration() == AV_NOPTS_VALUE ? 0 : context.duration() / AV_TIME_BASE;
    long own =
        video.duration() == AV_NOPTS_VALUE
            ? 0
            : (long) seconds(video.duration(), video.time_base());
    return Math.max(whole, own);
  }

  /** How the frames are coded. */
  AVCodecParameters parameters() {
    return video.codecpar();
  }

  /** The unit of the frames' times. */
  AVRational timeBase() {
    return video.time_base();
  }

  /** The sound track, or null. */
  @org.jspecify.annotations.Nullable AVStream sound() {
    return sound < 0 ? null : context.streams(sound);
  }

  /** By how many quarters the frames are turned clockwise to be shown, 0 to 3. */
  int quarterTurns() {
    AVPacketSideData matrix =
        av_packet_side_data_get(
            parameters().coded_side_data(),
            parameters().nb_coded_side_data(),
            AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull() || matrix.size() < 9 * Integer.BYTES) {
      return 0;
    }
    double counterClockwise = av_display_rotation_get(new IntPointer(matrix.data()));
    return Double.isNaN(counterClockwise)
        ? 0
        : Math.floorMod(Math.round(-counterClockwise / 90), 4);
  }

  /**
   * The next packet of the video, lent until the next call; null at the end.
   *
   * @throws VideoException if the file ends too early
   */
  @org.jspecify.annotations.Nullable AVPacket nextOfVideo() {
    return next(video.index());
  }

  /** As {@link #nextOfVideo}, of the sound; for one demuxer ask for one of them only. */
  @org.jspecify.annotations.Nullable AVPacket nextOfSound() {
    return next(sound);
  }

  private @org.jspecify.annotations.Nullable AVPacket next(int stream) {
    while (true) {
      av_packet_unref(packet);
      int read = av_read_frame(context, packet);
      if (read == AVERROR_EOF) {
        return null;
      }
      if (read < 0 || (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0) {
        throw new VideoException(Kind.BROKEN);
      }
      end = Math.max(end, end(context.streams(packet.stream_index())));
      if (packet.stream_index() == stream) {
        return packet;
      }
    }
  }

  private double end(AVStream of) {
    long at = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    return at == AV_NOPTS_VALUE ? 0 : seconds(at + Math.max(0, packet.duration()), of.time_base());
  }

  /** When the last packet of any track ends that was passed so far, in seconds. */
  double end() {
    return end;
  }

  /** The length of some units of time. */
  static double seconds(long units, AVRational timeBase) {
    return (double) units * timeBase.num() / timeBase.den();
  }

  /** How many frames the index promises at least; 0 if there is none. */
  long claimedFrames() {
    return claimedFrames;
  }

  /** How many seconds the header promises, rounded down; 0 if it does not say. */
  long claimedSeconds() {
    return claimedSeconds;
  }

  @Override
  public void close() {
    av_packet_free(packet);
    avformat_close_input(context);
  }
}
