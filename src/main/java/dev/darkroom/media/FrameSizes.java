package dev.darkroom.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;

import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Whether the frames of a video keep their size, told by their headers without decoding one. */
final class FrameSizes implements AutoCloseable {

  /** Of a frame, in pixels. */
  record Size(int width, int height) {}

  private final boolean vp9;
  private final AVCodecParserContext parser;
  private final AVCodecContext context = avcodec_alloc_context3(null);
  private final IntPointer parsedBytes = new IntPointer(1);
  private @Nullable Size first;

  FrameSizes(Demuxer demuxer) {
    int codec = demuxer.parameters().codec_id();
    this.vp9 = codec == AV_CODEC_ID_VP9;
    this.parser = av_parser_init(codec);
    parser.flags(parser.flags() | AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
    Ffmpeg.require(avcodec_parameters_to_context(context, demuxer.parameters()));
  }

  /** Whether a frame in this packet has another size than the first one of the video. */
  boolean changes(AVPacket packet) {
    for (Size size : vp9 ? vp9(packet) : parsed(packet)) {
      first = first == null ? size : first;
      if (!first.equals(size)) {
        return true;
      }
    }
    return false;
  }

  /** FFmpeg's parser leaves the size of VP9 to the decoder. */
  private static List<Size> vp9(AVPacket packet) {
    return Vp9Sizes.of(packet.data().capacity(packet.size()).asByteBuffer());
  }

  private List<Size> parsed(AVPacket packet) {
    // Most parsers say it in their own context; that of MPEG-4 fills the decoder's if it is empty.
    parser.width(0).height(0);
    context.width(0).height(0);
    int _ =
        av_parser_parse2(
            parser,
            context,
            new BytePointer((Pointer) null),
            parsedBytes,
            packet.data(),
            packet.size(),
            packet.pts(),
            packet.dts(),
            packet.pos());
    Size said =
        parser.width() > 0
            ? new Size(parser.width(), parser.height())
            : new Size(context.width(), context.height());
    return said.width() > 0 ? List.of(said) : List.of();
  }

  @Override
  public void close() {
    av_parser_close(parser);
    avcodec_free_context(context);
    parsedBytes.close();
  }
}
