package dev.darkroom.samples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Draws the sample pictures and the templates' scenes; half an hour for two cores.
 *
 * <p>They are drawn once and kept. Arguments: the project's folder, then the files to draw, such as
 * {@code samples/coast.jpg}, or none for all.
 */
public final class DrawSamples {
  private static final List<Album> ALBUMS =
      List.of(
          new Album("samples", 0.86f, Sample.ALL),
          new Album("src/main/resources/templates", 0.88f, Scenes.ALL));

  private DrawSamples() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    Path project = Path.of(arguments[0]);
    var wanted = Arrays.asList(arguments).subList(1, arguments.length);
    for (Album album : ALBUMS) {
      Path folder = Files.createDirectories(project.resolve(album.folder()));
      for (Sample sample : album.samples()) {
        if (wanted.isEmpty() || wanted.contains(album.folder() + "/" + sample.file())) {
          Files.write(folder.resolve(sample.file()), draw(sample, album.quality()));
        }
      }
    }
    if (wanted.isEmpty() || wanted.contains("samples/coast-region.jpg")) {
      cutRegion(project.resolve("samples"));
    }
  }

  /** What a client would cut out of the coast to have it edited. */
  private static void cutRegion(Path samples) throws IOException {
    BufferedImage coast = ImageIO.read(samples.resolve("coast.jpg").toFile());
    BufferedImage region = new BufferedImage(1000, 700, BufferedImage.TYPE_INT_RGB);
    region.createGraphics().drawImage(coast, -1500, -1400, null);
    Files.write(samples.resolve("coast-region.jpg"), jpeg(region, 0.86f));
  }

  /** Pictures that are kept in one folder, at one JPEG quality of 0 to 1. */
  private record Album(String folder, float quality, List<Sample> samples) {}

  private static byte[] draw(Sample sample, float quality) throws IOException {
    BufferedImage upright = sample.film().expose(sample.scene(), sample.camera());
    if (sample.orientation() == 1) {
      return jpeg(upright, quality);
    }
    byte[] file = jpeg(lyingOnItsLeftSide(upright), quality);
    byte[] exif = exif(sample.orientation());
    ByteBuffer withExif = ByteBuffer.allocate(file.length + exif.length);
    return withExif.put(file, 0, 2).put(exif).put(file, 2, file.length - 2).array();
  }

  private static BufferedImage lyingOnItsLeftSide(BufferedImage upright) {
    AffineTransform turn = AffineTransform.getTranslateInstance(0, upright.getWidth());
    turn.rotate(-Math.PI / 2);
    int nearest = AffineTransformOp.TYPE_NEAREST_NEIGHBOR;
    BufferedImage turned =
        new BufferedImage(upright.getHeight(), upright.getWidth(), BufferedImage.TYPE_INT_RGB);
    return new AffineTransformOp(turn, nearest).filter(upright, turned);
  }

  /** An APP1 segment whose only entry is the orientation (CIPA DC-008). */
  private static byte[] exif(int orientation) {
    return ByteBuffer.allocate(36)
        .putShort((short) 0xffe1)
        .putShort((short) 34)
        .put("Exif\0\0MM\0*".getBytes(ISO_8859_1))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
