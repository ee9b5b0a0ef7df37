package dev.darkroom.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import dev.darkroom.media.VideoException.Kind;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns decoded frames into 8-bit BGR of one size, whatever size and format each has. */
final class FrameScaler implements AutoCloseable {
  private static final int CHANNELS = 3;

  /** More lines than this are coded by BT.709 where a file does not say. */
  private static final int SD_LINES_MAX = 576;

  private static final int ONE = 1 << 16;

  private final int width;
  private final int height;
  private final BytePointer pixels;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private SwsContext context = new SwsContext(null);

  FrameScaler(int width, int height) {
    this.width = width;
    this.height = height;
    // The fastest paths of swscale write past the end of the last line.
    this.pixels = new BytePointer((long) CHANNELS * width * height + 64);
    this.planes = new PointerPointer<BytePointer>(4).put(0, pixels);
    this.strides = new IntPointer(CHANNELS * width, 0, 0, 0);
  }

  int bytes() {
    return CHANNELS * width * height;
  }

  /** The frame's pixels, row by row without gaps, copied to the begin of {@code into}. */
  void scale(AVFrame frame, byte[] into) {
    if (frame.width() < 1 || frame.height() < 1) {
      throw new VideoException(Kind.BROKEN);
    }
    SwsContext used =
        sws_getCachedContext(
            context.isNull() ? null : context,
            frame.width(),
            frame.height(),
            frame.format(),
            width,
            height,
            AV_PIX_FMT_BGR24,
            SWS_AREA | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
            null,
            null,
            (DoublePointer) null);
    if (used == null || used.isNull()) {
      // The old one is gone all the same.
      context = new SwsContext(null);
      throw new VideoException(Kind.BROKEN);
    }
    context = used;
    int full = frame.color_range() == AVCOL_RANGE_JPEG ? 1 : 0;
    IntPointer coded = sws_getCoefficients(colors(frame));
    sws_setColorspaceDetails(
        context, coded, full, sws_getCoefficients(SWS_CS_ITU709), 1, 0, ONE, ONE);
    Ffmpeg.require(
        sws_scale(context, frame.data(), frame.linesize(), 0, frame.height(), planes, strides));
    pixels.position(0).get(into, 0, bytes());
  }

  private static int colors(AVFrame frame) {
    if (frame.colorspace() != AVCOL_SPC_UNSPECIFIED) {
      return frame.colorspace();
    }
    return frame.height() > SD_LINES_MAX ? SWS_CS_ITU709 : SWS_CS_ITU601;
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      sws_freeContext(context);
    }
    planes.close();
    strides.close();
    pixels.close();
  }
}
