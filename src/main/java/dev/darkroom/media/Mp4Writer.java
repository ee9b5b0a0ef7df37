package dev.darkroom.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/** An MP4 file in the making: one video track, and the sound of another file beside it. */
final class Mp4Writer implements AutoCloseable {
  private static final int STRICT = 0;

  /** The sound's file has been looked at before; here it only gives packets. */
  private static final VideoLimits ANY =
      new VideoLimits(1e9, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(1));

  private final AVFormatContext context;
  private final AVStream video;
  private final AVRational frames;
  private final @Nullable Demuxer soundFile;
  private final @Nullable AVStream sound;
  private @Nullable AVPacket nextSound;

  private Mp4Writer(Path to, AVCodecContext encoder, @Nullable Demuxer soundFile) {
    this.context = new AVFormatContext(null);
    Ffmpeg.require(avformat_alloc_output_context2(context, null, "mp4", to.toString()));
    this.frames = encoder.time_base();
    this.video = avformat_new_stream(context, null);
    Ffmpeg.require(avcodec_parameters_from_context(video.codecpar(), encoder));
    video.time_base(encoder.time_base());
    video.avg_frame_rate(encoder.framerate());
    AVStream original = soundFile == null ? null : soundFile.sound();
    this.sound = original == null ? null : sound(original);
    this.soundFile = sound == null ? null : soundFile;
    AVIOContext file = new AVIOContext(null);
    Ffmpeg.require(avio_open2(file, "file:" + to, AVIO_FLAG_WRITE, null, null));
    context.pb(file);
    AVDictionary options = new AVDictionary(null);
    // Players begin before they have all of it.
    av_dict_set(options, "movflags", "+faststart", 0);
    int written = avformat_write_header(context, options);
    av_dict_free(options);
    Ffmpeg.require(written);
    this.nextSound = this.soundFile == null ? null : this.soundFile.nextOfSound();
  }

  static Mp4Writer create(Path to, AVCodecContext encoder, @Nullable Path soundFrom) {
    Demuxer soundFile =
        soundFrom == null ? null : Demuxer.open(soundFrom, VideoProcess.format(soundFrom), ANY);
    return new Mp4Writer(to, encoder, soundFile);
  }

  /** A track like this one, or null if MP4 cannot hold it. */
  private @Nullable AVStream sound(AVStream original) {
    if (avformat_query_codec(context.oformat(), original.codecpar().codec_id(), STRICT) != 1) {
      return null;
    }
    AVStream track = avformat_new_stream(context, null);
    Ffmpeg.require(avcodec_parameters_copy(track.codecpar(), original.codecpar()));
    track.codecpar().codec_tag(0);
    track.time_base(original.time_base());
    return track;
  }

  /** Adds a frame, after all sound that is heard before it. */
  void write(AVPacket packet) {
    double until = Demuxer.seconds(packet.dts(), frames);
    soundUntil(until);
    av_packet_rescale_ts(packet, frames, video.time_base());
    packet.stream_index(video.index());
    Ffmpeg.require(av_interleaved_write_frame(context, packet));
  }

  private void soundUntil(double seconds) {
    Demuxer from = soundFile;
    AVStream to = sound;
    if (from == null || to == null) {
      return;
    }
    AVStream original = java.util.Objects.requireNonNull(from.sound());
    for (AVPacket packet = nextSound;
        packet != null && Demuxer.seconds(packet.dts(), original.time_base()) <= seconds;
        packet = nextSound) {
      av_packet_rescale_ts(packet, original.time_base(), to.time_base());
      packet.stream_index(to.index());
      packet.pos(-1);
      Ffmpeg.require(av_interleaved_write_frame(context, packet));
      nextSound = from.nextOfSound();
    }
  }

  /** Writes the rest of the sound and the index. */
  void finish() {
    soundUntil(Double.POSITIVE_INFINITY);
    Ffmpeg.require(av_write_trailer(context));
  }

  @Override
  public void close() {
    avio_closep(context.pb());
    avformat_free_context(context);
    if (soundFile != null) {
      soundFile.close();
    }
  }
}
