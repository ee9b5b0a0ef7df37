package dev.darkroom.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC4;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_core.NORM_INF;
import static org.bytedeco.opencv.global.opencv_core.norm;
import static org.bytedeco.opencv.global.opencv_core.randu;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_COMPRESSION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_FILTER;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_PNG_FILTER_NONE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our PNG files, read back by others: libpng and the JDK. */
class PngTest {

  @BeforeAll
  static void load() {
    OpenCv.load();
  }

  /** One pixel, one row, one column; one band less a row, exactly one, one more, and many. */
  @ParameterizedTest
  @CsvSource({
    "1,1",
    "5000,1",
    "1,5000",
    "1024,340",
    "1024,341",
    "1024,342",
    "1024,2000",
    "4001,1003"
  })
  void everySizeIsReadBackAsItWas(int width, int height) throws IOException {
    try (Mat noise = noise(width, height, CV_8UC3)) {
      byte[] file = Png.bytes(noise);
      assertSame(noise, file);
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
      assertEquals(width, image.getWidth());
      assertEquals(height, image.getHeight());
      byte[] last = new byte[3];
      noise.ptr(height - 1, width - 1).get(last);
      int rgb = (last[2] & 0xff) << 16 | (last[1] & 0xff) << 8 | (last[0] & 0xff);
      assertEquals(rgb, image.getRGB(width - 1, height - 1) & 0xffffff);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void everyKindOfPixelIsReadBackAsItWas(int channels) {
    for (int depth : new int[] {CV_8U, CV_16U}) {
      try (Mat noise = noise(700, 900, type(depth, channels))) {
        assertSame(noise, Png.bytes(noise));
      }
    }
  }

  private static int type(int depth, int channels) {
    return switch (channels) {
      case 1 -> depth == CV_8U ? CV_8UC1 : CV_16UC1;
      case 3 -> depth == CV_8U ? CV_8UC3 : CV_16UC3;
      default -> depth == CV_8U ? CV_8UC4 : CV_16UC4;
    };
  }

  @Test
  void theSamePixelsGiveTheSameFile() {
    try (Mat noise = noise(1500, 1500, CV_8UC3)) {
      assertArrayEquals(Png.bytes(noise), Png.bytes(noise));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"coast", "front", "night-street", "showroom", "snow-pass"})
  void aPhotoIsNoLargerThanLibpngsUsualLevelWithoutFiltersMakesIt(String sample) {
    try (Picture photo = Picture.read(Path.of("samples/" + sample + ".jpg"), 100_000_000)) {
      long ours = Png.bytes(photo.mat()).length;
      long usual = unfiltered(photo.mat());
      assertTrue(ours <= usual, "%s: %d bytes, usual %d".formatted(sample, ours, usual));
    }
  }

  /** Pieces that are packed for themselves cost a little where everything repeats. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "stripes", "dither", "text"})
  void aDrawingIsHardlyLargerThanThat(String kind) {
    BufferedImage image = new BufferedImage(2000, 1500, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = image.createGraphics();
    Random random = new Random(1);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        boolean set =
            switch (kind) {
              case "stripes" -> x / 7 % 2 == 0;
              case "dither" -> ((x ^ y) & 3) == 0;
              default -> false;
            };
        image.setRGB(x, y, set ? 0x203040 : 0xf0f0e8);
      }
    }
    if (kind.equals("text")) {
      pen.setColor(Color.BLACK);
      for (int line = 20; line < image.getHeight(); line += 24) {
        for (int x = 10; x < 1900; x += 4 + random.nextInt(9)) {
          pen.fillRect(x, line - random.nextInt(12), 2, 2 + random.nextInt(12));
        }
      }
    }
    pen.dispose();
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    try (Mat pixels = new Mat(image.getHeight(), image.getWidth(), CV_8UC3)) {
      pixels.data().put(bgr);
      byte[] file = Png.bytes(pixels);
      assertSame(pixels, file);
      long usual = unfiltered(pixels);
      assertTrue(file.length <= usual * 1.1, "%d bytes, usual %d".formatted(file.length, usual));
    }
  }

  private static long unfiltered(Mat pixels) {
    try (BytePointer file = new BytePointer();
        IntPointer settings =
            new IntPointer(
                IMWRITE_PNG_COMPRESSION, 6, IMWRITE_PNG_FILTER, IMWRITE_PNG_FILTER_NONE)) {
      imencode(".png", pixels, file, settings);
      return file.limit();
    }
  }

  @Test
  void aDiskThatFillsUpEndsTheWriting() {
    OutputStream full =
        new OutputStream() {
          private int left = 100_000;

          @Override
          public void write(int b) throws IOException {
            left--;
            if (left < 0) {
              throw new IOException("No space left on device");
            }
          }
        };
    try (Mat noise = noise(2000, 2000, CV_8UC3)) {
      assertThrows(IOException.class, () -> Png.write(noise, full));
    }
  }

  private static Mat noise(int width, int height, int type) {
    Mat noise = new Mat(height, width, type);
    try (Mat low = new Mat(1, 1, CV_8UC1);
        Mat high = new Mat(1, 1, CV_16UC1)) {
      low.ptr().put((byte) 0);
      high.ptr().putShort((short) (noise.elemSize1() == 1 ? 256 : 65_535));
      randu(noise, low, high);
    }
    return noise;
  }

  private static void assertSame(Mat expected, byte[] file) {
    assertWhole(expected, file);
    try (BytePointer bytes = new BytePointer(file);
        Mat all = new Mat(1, file.length, CV_8UC1, bytes);
        Mat read = imdecode(all, IMREAD_UNCHANGED)) {
      assertEquals(expected.type(), read.type());
      assertEquals(expected.cols(), read.cols());
      assertEquals(expected.rows(), read.rows());
      assertEquals(0, norm(expected, read, NORM_INF, null));
    }
  }

  /** What readers overlook: the checksum of each chunk, and that of all rows. */
  private static void assertWhole(Mat expected, byte[] file) {
    ByteBuffer chunks = ByteBuffer.wrap(file, 8, file.length - 8);
    Inflater inflater = new Inflater();
    long rows = 0;
    try {
      while (chunks.hasRemaining()) {
        int bytes = chunks.getInt();
        int at = chunks.position();
        CRC32 crc = new CRC32();
        crc.update(file, at, 4 + bytes);
        assertEquals((int) crc.getValue(), chunks.getInt(at + 4 + bytes));
        if (new String(file, at, 4, US_ASCII).equals("IDAT")) {
          inflater.setInput(file, at + 4, bytes);
          byte[] out = new byte[1 << 16];
          for (int read = inflater.inflate(out); read > 0; read = inflater.inflate(out)) {
            rows += read;
          }
        }
        chunks.position(at + 4 + bytes + 4);
      }
      assertTrue(inflater.finished(), "the checksum of all rows is wrong, or they are cut off");
    } catch (DataFormatException e) {
      throw new AssertionError(e);
    } finally {
      inflater.end();
    }
    assertEquals(expected.rows() * (1 + expected.cols() * expected.elemSize()), rows);
  }
}
