package dev.darkroom.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures and picture files for tests, made in memory. */
final class Pictures {
  static final long MAX_PIXELS = 100_000_000;

  private static final byte[] PNG_SIGNATURE = HexFormat.of().parseHex("89504e470d0a1a0a");

  static {
    OpenCv.load(); // before Mat loads it, without our settings
  }

  private Pictures() {}

  /** Quarters of red, green, blue and white (reading order) under a slope of light. */
  static Picture scene(int width, int height, boolean alpha) {
    int channels = alpha ? 4 : 3;
    byte[] pixels = new byte[width * height * channels];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean right = x >= width / 2;
        boolean low = y >= height / 2;
        int light = 155 + 100 * x / width;
        pixels[at++] = (byte) (low ? light : 20);
        pixels[at++] = (byte) (right ? light : 20);
        pixels[at++] = (byte) (right == low ? light : 20);
        if (alpha) {
          pixels[at++] = (byte) (255 * y / height);
        }
      }
    }
    Mat mat = new Mat(height, width, alpha ? CV_8UC4 : CV_8UC3);
    mat.data().put(pixels);
    return Picture.of(mat);
  }

  /** One color: blue, green, red and perhaps alpha. */
  static Picture flat(int width, int height, int... levels) {
    byte[] pixels = new byte[width * height * levels.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) levels[i % levels.length];
    }
    Mat mat = new Mat(height, width, levels.length == 4 ? CV_8UC4 : CV_8UC3);
    mat.data().put(pixels);
    return Picture.of(mat);
  }

  static byte[] file(PictureFormat format, int width, int height) {
    try (Picture picture = scene(width, height, false)) {
      return picture.encode(format);
    }
  }

  /** The quarter's color as a letter, so that a test can read {@code "RGBW"} off a picture. */
  static String quarters(Picture picture) {
    StringBuilder letters = new StringBuilder();
    for (int quarter = 0; quarter < 4; quarter++) {
      int x = picture.width() * (quarter % 2 * 2 + 1) / 4;
      int y = picture.height() * (quarter / 2 * 2 + 1) / 4;
      int[] bgr = pixel(picture, x, y);
      boolean blue = bgr[0] > 100;
      boolean green = bgr[1] > 100;
      boolean red = bgr[2] > 100;
      letters.append(red && green && blue ? 'W' : red ? 'R' : green ? 'G' : blue ? 'B' : '-');
    }
    return letters.toString();
  }

  static int[] pixel(Picture picture, int x, int y) {
    byte[] channels = new byte[picture.mat().channels()];
    picture.mat().ptr(y, x).get(channels);
    int[] values = new int[channels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = channels[i] & 0xff;
    }
    return values;
  }

  /** The same file with an EXIF block that holds nothing but this orientation. */
  static byte[] turned(byte[] file, int orientation) {
    byte[] tiff =
        ByteBuffer.allocate(26)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(ascii("II*\0"))
            .putInt(8) // the first directory follows
            .putShort((short) 1) // with one entry:
            .putShort((short) 0x0112)
            .putShort((short) 3)
            .putInt(1)
            .putInt(orientation)
            .putInt(0)
            .array();
    return withExif(file, tiff);
  }

  static byte[] withExif(byte[] file, byte[] tiff) {
    return switch (PictureFormat.sniff(file).orElseThrow()) {
      case JPEG -> spliced(file, 2, jpegSegment(0xe1, concat(ascii("Exif\0\0"), tiff)));
      case PNG -> spliced(file, 33, pngChunk("eXIf", tiff));
      case WEBP -> webpWithExif(file, tiff);
    };
  }

  static byte[] jpegSegment(int marker, byte[] data) {
    return ByteBuffer.allocate(4 + data.length)
        .putShort((short) (0xff00 | marker))
        .putShort((short) (data.length + 2))
        .put(data)
        .array();
  }

  static byte[] pngChunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(ascii(type));
    crc.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(ascii(type))
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  static byte[] riffChunk(String type, byte[] data) {
    return ByteBuffer.allocate(8 + data.length + data.length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii(type))
        .putInt(data.length)
        .put(data)
        .array();
  }

  static byte[] webp(byte[]... chunks) {
    return riffChunk("RIFF", concat(ascii("WEBP"), concat(chunks)));
  }

  private static byte[] webpWithExif(byte[] file, byte[] tiff) {
    Measured plain = Measure.measure(file, MAX_PIXELS);
    byte[] extended =
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x08) // holds EXIF
            .putInt(plain.width() - 1)
            .position(7)
            .putInt(plain.height() - 1)
            .array();
    byte[] image = Arrays.copyOfRange(file, 12, file.length);
    return webp(riffChunk("VP8X", Arrays.copyOf(extended, 10)), image, riffChunk("EXIF", tiff));
  }

  /**
   * A PNG of any kind, 16×16, its left half darkest and its right half brightest.
   *
   * @param colorType 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA
   * @param transparency the data of a tRNS chunk; empty for none
   */
  static byte[] png(int depth, int colorType, byte[] transparency) {
    int channels =
        switch (colorType) {
          case 0, 3 -> 1;
          case 4 -> 2;
          case 2 -> 3;
          default -> 4;
        };
    int rowBytes = 16 * channels * depth / 8;
    byte[] rows = new byte[16 * (rowBytes + 1)];
    for (int row = 0; row < 16; row++) {
      int end = (row + 1) * (rowBytes + 1);
      Arrays.fill(rows, end - rowBytes / 2, end, (byte) (colorType == 3 ? 0x11 : 0xff));
    }
    byte[] palette =
        colorType == 3 ? pngChunk("PLTE", HexFormat.of().parseHex("000000ffffff")) : new byte[0];
    byte[] alpha = transparency.length == 0 ? new byte[0] : pngChunk("tRNS", transparency);
    return concat(pngHead(16, 16, depth, colorType), palette, alpha, pngBody(rows));
  }

  static byte[] pngHead(int width, int height, int depth, int colorType) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) depth).put((byte) colorType);
    return concat(PNG_SIGNATURE, pngChunk("IHDR", header.array()));
  }

  static byte[] pngBody(byte[] rows) {
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] packed = new byte[rows.length + 64];
    int packedBytes = deflater.deflate(packed);
    deflater.end();
    return concat(
        pngChunk("IDAT", Arrays.copyOf(packed, packedBytes)), pngChunk("IEND", new byte[0]));
  }

  /** A JPEG as other programs write it: grey, progressive, or of four inks. */
  static byte[] jpeg(int bands, boolean progressive) {
    WritableRaster raster = Raster.createInterleavedRaster(0, 64, 48, bands, null);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 64; x++) {
        for (int band = 0; band < bands; band++) {
          raster.setSample(x, y, band, x < 32 ? 10 : 245);
        }
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (progressive) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, jpegImage(raster), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOImage jpegImage(WritableRaster raster) {
    if (raster.getNumBands() == 4) {
      return new IIOImage(raster, null, null);
    }
    int type =
        raster.getNumBands() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image =
        ImageTypeSpecifier.createFromBufferedImageType(type)
            .createBufferedImage(raster.getWidth(), raster.getHeight());
    image.setData(raster);
    return new IIOImage(image, null, null);
  }

  static byte[] spliced(byte[] file, int at, byte[] inserted) {
    return concat(Arrays.copyOf(file, at), inserted, Arrays.copyOfRange(file, at, file.length));
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
