package dev.darkroom.media;

import dev.darkroom.media.VideoException.Kind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the server and a {@link VideoChild} say to each other. The child may have been taken over by
 * the file that it reads, so whatever it says is checked against the limits.
 */
final class VideoWire {
  /** The libraries are loaded; what fails from here on is the file's doing. */
  static final int READY = 'R';

  static final int REFUSED = 'X';
  static final int HEADER = 'H';
  static final int STILL = 'S';
  static final int FRAME = 'F';
  static final int END = 'E';

  private static final int RATE_MAX = 10_000_000;

  private VideoWire() {}

  /**
   * A video as its frames come: not turned yet.
   *
   * @param quarterTurns clockwise, to be shown
   */
  record Header(
      int width,
      int height,
      int quarterTurns,
      FrameRate rate,
      long frames,
      double seconds,
      boolean sound) {

    void write(DataOutputStream to) throws IOException {
      to.writeByte(HEADER);
      to.writeInt(width);
      to.writeInt(height);
      to.writeByte(quarterTurns);
      to.writeInt(rate.numerator());
      to.writeInt(rate.denominator());
      to.writeLong(frames);
      to.writeDouble(seconds);
      to.writeBoolean(sound);
    }

    /** As it is shown. */
    MeasuredVideo measured(VideoFormat format) {
      boolean swapped = quarterTurns % 2 == 1;
      return new MeasuredVideo(
          format, swapped ? height : width, swapped ? width : height, seconds, rate, frames, sound);
    }
  }

  /**
   * One small frame: not turned yet.
   *
   * @param quarterTurns clockwise, to be shown
   * @param pixels 8-bit BGR, row by row
   */
  @SuppressWarnings("ArrayRecordComponent") // It is handed on, and never compared.
  record Still(int width, int height, int quarterTurns, byte[] pixels) {

    void write(DataOutputStream to) throws IOException {
      to.writeByte(STILL);
      to.writeInt(width);
      to.writeInt(height);
      to.writeByte(quarterTurns);
      to.write(pixels);
    }
  }

  /** As {@link #header}, of one frame. */
  static Still still(DataInputStream from) throws IOException {
    int said = from.readUnsignedByte();
    if (said == REFUSED) {
      throw refusal(from);
    }
    int width = from.readInt();
    int height = from.readInt();
    int quarterTurns = from.readUnsignedByte();
    boolean swapped = quarterTurns % 2 == 1;
    boolean allowed =
        said == STILL
            && quarterTurns < 4
            && width > 0
            && height > 0
            && width <= (swapped ? Preview.HEIGHT_MAX : Preview.WIDTH_MAX)
            && height <= (swapped ? Preview.WIDTH_MAX : Preview.HEIGHT_MAX);
    if (!allowed) {
      throw new VideoException(Kind.BROKEN);
    }
    byte[] pixels = new byte[3 * width * height];
    from.readFully(pixels);
    return new Still(width, height, quarterTurns, pixels);
  }

  private static VideoException refusal(DataInputStream from) throws IOException {
    String kind = from.readUTF();
    return new VideoException(
        Arrays.stream(Kind.values())
            .filter(each -> each.name().equals(kind))
            .findFirst()
            .orElse(Kind.BROKEN));
  }

  /**
   * Reads what comes after {@link #READY}.
   *
   * @throws VideoException what the child says of the file; BROKEN if that makes no sense
   * @throws IOException if the child ended in the middle
   */
  static Header header(DataInputStream from, VideoLimits limits) throws IOException {
    int said = from.readUnsignedByte();
    if (said == REFUSED) {
      throw refusal(from);
    }
    int width = from.readInt();
    int height = from.readInt();
    int quarterTurns = from.readUnsignedByte();
    int numerator = from.readInt();
    int denominator = from.readInt();
    long frames = from.readLong();
    double seconds = from.readDouble();
    boolean sound = from.readBoolean();
    boolean allowed =
        said == HEADER
            && width > 0
            && height > 0
            && (long) width * height <= limits.pixelsMax()
            && quarterTurns < 4
            && numerator > 0
            && numerator <= RATE_MAX
            && denominator > 0
            && denominator <= RATE_MAX
            && frames > 0
            && frames <= limits.framesMax()
            && seconds > 0
            && seconds <= limits.secondsMax();
    if (!allowed) {
      throw new VideoException(Kind.BROKEN);
    }
    return new Header(
        width, height, quarterTurns, new FrameRate(numerator, denominator), frames, seconds, sound);
  }
}
