package dev.darkroom.media;

import dev.darkroom.media.VideoException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** The frames of a video, one after the other at a constant rate, decoded in another process. */
public final class VideoReader implements AutoCloseable {
  private static final int CHANNELS = 3;

  private final VideoProcess child;
  private final VideoWire.Header header;
  private final MeasuredVideo video;
  private final byte[] pixels;
  private final Mat coded;
  private boolean ended;

  private VideoReader(VideoProcess child, VideoWire.Header header, VideoFormat format) {
    this.child = child;
    this.header = header;
    this.video = header.measured(format);
    this.pixels = new byte[CHANNELS * header.width() * header.height()];
    OpenCv.load(); // before the first pointer is made
    this.coded = new Mat(header.height(), header.width(), opencv_core.CV_8UC3);
  }

  /**
   * Begins to read.
   *
   * @param limits their time is for all of the reading
   * @throws VideoException as {@link Video#look}; BUSY if memory ended
   * @throws UncheckedIOException as {@link Video#look}
   */
  public static VideoReader open(Path file, VideoLimits limits) {
    VideoFormat format = VideoProcess.format(file);
    VideoProcess child =
        VideoProcess.start(limits.within(), VideoProcess.arguments("read", file, format, limits));
    try {
      return new VideoReader(child, VideoWire.header(child.from(), limits), format);
    } catch (IOException e) {
      VideoException broken = child.broken(e);
      child.close();
      throw broken;
    } catch (VideoException e) {
      child.close();
      throw e;
    }
  }

  /** What the file holds. */
  public MeasuredVideo video() {
    return video;
  }

  /**
   * Reads the next frame.
   *
   * @param into becomes 8-bit BGR, upright; its memory is used again if it is of that size
   * @return false at the end, and then nothing was read
   * @throws VideoException BROKEN if the file cannot be decoded to its end; BUSY if memory ended
   */
  public boolean next(Mat into) {
    if (ended) {
      return false;
    }
    try {
      int said = child.from().readUnsignedByte();
      if (said == VideoWire.END) {
        ended = true;
        return false;
      }
      if (said != VideoWire.FRAME) {
        throw new VideoException(Kind.BROKEN);
      }
      child.from().readFully(pixels);
    } catch (IOException e) {
      throw child.broken(e);
    }
    if (header.quarterTurns() == 0) {
      into.create(header.height(), header.width(), opencv_core.CV_8UC3);
      into.data().put(pixels);
    } else {
      coded.data().put(pixels);
      Turns.turn(coded, header.quarterTurns(), into);
    }
    return true;
  }

  /** Ends the other process, wherever it is. */
  @Override
  public void close() {
    child.close();
    coded.close();
  }
}
