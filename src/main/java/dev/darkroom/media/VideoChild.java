package dev.darkroom.media;

import dev.darkroom.media.VideoException.Kind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A process of its own that demuxes, decodes and encodes: a file that breaks, hangs or takes over a
 * decoder reaches nobody else, and the process can be killed. It knows no secrets ({@link
 * VideoProcess} clears its environment) and ends when its parent does.
 */
final class VideoChild {
  /** The longer side of what a blurhash is made from, in pixels. */
  static final int SMALL_SIDE = 64;

  private VideoChild() {}

  /**
   * Does one thing and ends.
   *
   * @param args {@code look | read | still}, file, format, seconds, pixels, frames; or {@code
   *     write}, file, width, height, rate, and the file to take the sound from, if any
   */
  public static void main(String[] args) throws IOException {
    // Whatever a library prints must not get between the frames.
    var to =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
    System.setOut(System.err);
    Ffmpeg.load();
    to.writeByte(VideoWire.READY);
    to.flush();
    try {
      switch (args[0]) {
        case "look" -> look(args, to);
        case "read" -> read(args, to);
        case "still" -> still(args, to);
        case "write" -> write(args);
        default -> throw new IllegalArgumentException(args[0]);
      }
      to.writeByte(VideoWire.END);
    } catch (VideoException e) {
      to.writeByte(VideoWire.REFUSED);
      to.writeUTF(e.kind().name());
    }
    to.flush();
    // Threads of the libraries are not worth waiting for.
    Runtime.getRuntime().halt(0);
  }

  private static void look(String[] args, DataOutputStream to) throws IOException {
    endWithParent();
    VideoLimits limits = limits(args);
    PacketCount count = count(args, limits);
    try (Demuxer demuxer = open(args, limits);
        FrameDecoder decoder = new FrameDecoder(demuxer, limits)) {
      AVFrame first = first(decoder);
      VideoWire.Header header = header(demuxer, count, first, limits);
      double scale = (double) SMALL_SIDE / Math.max(header.width(), header.height());
      int width = small(header.width(), scale);
      int height = small(header.height(), scale);
      try (FrameScaler scaler = new FrameScaler(width, height)) {
        byte[] pixels = new byte[scaler.bytes()];
        scaler.scale(first, pixels);
        header.write(to);
        to.write(pixels);
      }
    }
  }

  /** A side of the picture that a blurhash is made from. */
  static int small(int side, double scale) {
    return Math.max(1, (int) Math.round(side * Math.min(1, scale)));
  }

  private static void read(String[] args, DataOutputStream to) throws IOException {
    endWithParent();
    VideoLimits limits = limits(args);
    PacketCount count = count(args, limits);
    try (Demuxer demuxer = open(args, limits);
        FrameDecoder decoder = new FrameDecoder(demuxer, limits)) {
      AVFrame first = first(decoder);
      VideoWire.Header header = header(demuxer, count, first, limits);
      header.write(to);
      try (FrameScaler scaler = new FrameScaler(header.width(), header.height())) {
        new SteadyFrames(header, decoder, scaler).writeTo(first, to);
      }
    }
  }

  private static void still(String[] args, DataOutputStream to) throws IOException {
    endWithParent();
    VideoLimits limits = limits(args);
    try (Demuxer demuxer = open(args, limits);
        FrameDecoder decoder = new FrameDecoder(demuxer, limits)) {
      AVFrame first = first(decoder);
      requireAllowed(first, limits);
      int quarterTurns = demuxer.quarterTurns();
      Preview.Size coded = new Preview.Size(first.width(), first.height());
      Preview.Size small =
          quarterTurns % 2 == 0
              ? coded.fitted(Preview.WIDTH_MAX, Preview.HEIGHT_MAX)
              : coded.fitted(Preview.HEIGHT_MAX, Preview.WIDTH_MAX);
      try (FrameScaler scaler = new FrameScaler(small.width(), small.height())) {
        byte[] pixels = new EarlyFrames(decoder, scaler).lightest(first);
        new VideoWire.Still(small.width(), small.height(), quarterTurns, pixels).write(to);
      }
    }
  }

  private static void write(String[] args) throws IOException {
    String[] rate = args[4].split("/", 2);
    try (FrameEncoder encoder =
        FrameEncoder.create(
            Path.of(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            new FrameRate(Integer.parseInt(rate[0]), Integer.parseInt(rate[1])),
            args.length > 5 ? Path.of(args[5]) : null)) {
      byte[] pixels = new byte[encoder.frameBytes()];
      DataInputStream from = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
      while (from.readUnsignedByte() == VideoWire.FRAME) {
        from.readFully(pixels);
        encoder.add(pixels);
      }
      encoder.finish();
    }
  }

  /** Before anything is decoded, and in a pass of its own: packets cannot be put back. */
  private static PacketCount count(String[] args, VideoLimits limits) {
    try (Demuxer demuxer = open(args, limits)) {
      return PacketCount.of(demuxer, limits);
    }
  }

  private static AVFrame first(FrameDecoder decoder) {
    AVFrame first = decoder.next();
    if (first == null) {
      throw new VideoException(Kind.BROKEN);
    }
    return first;
  }

  /** The sizes are those of a frame: what a container says of them is paid by, and easily false. */
  private static VideoWire.Header header(
      Demuxer demuxer, PacketCount count, AVFrame first, VideoLimits limits) {
    requireAllowed(first, limits);
    return new VideoWire.Header(
        first.width(),
        first.height(),
        demuxer.quarterTurns(),
        count.rate(),
        count.frames(),
        count.seconds(),
        demuxer.sound() != null);
  }

  private static void requireAllowed(AVFrame frame, VideoLimits limits) {
    if ((long) frame.width() * frame.height() > limits.pixelsMax()) {
      throw new VideoException(Kind.TOO_LARGE);
    }
  }

  private static Demuxer open(String[] args, VideoLimits limits) {
    return Demuxer.open(Path.of(args[1]), VideoFormat.valueOf(args[2]), limits);
  }

  /** The parent holds the clock. */
  private static VideoLimits limits(String[] args) {
    return new VideoLimits(
        Double.parseDouble(args[3]),
        Long.parseLong(args[4]),
        Long.parseLong(args[5]),
        Duration.ofDays(1));
  }

  private static void endWithParent() {
    InputStream in = System.in;
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (in.read() >= 0) {}
              } catch (IOException _) {
                // The same: nobody is there.
              }
              Runtime.getRuntime().halt(1);
            });
  }
}
