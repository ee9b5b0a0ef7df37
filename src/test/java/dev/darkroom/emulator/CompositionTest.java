package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureFormat;
import java.awt.Color;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompositionTest {
  private static final Frame FRAME = new Frame(300, 200);
  private static final Color RED = new Color(190, 30, 35);
  private static final Shape BOX = Drawn.box(240, 180);
  private static final BufferedImage SCENE = Drawn.scene(300, 200);
  private static final BufferedImage PHOTO = Drawn.before(BOX, RED, 240, 180);
  private static final BufferedImage ISOLATED = Drawn.onBlack(BOX, RED, 240, 180);

  private static Picture picture(BufferedImage image) {
    String uri = Drawn.uri(image);
    return Picture.read(Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1)), 1 << 20);
  }

  private static BufferedImage composed(String prompt, BufferedImage... images) throws Exception {
    List<Picture> pictures = Arrays.stream(images).map(CompositionTest::picture).toList();
    Composition composition = new Composition(Prompt.read(prompt), FRAME, 1);
    try (Picture result = Picture.of(composition.of(pictures).bgr())) {
      return ImageIO.read(new ByteArrayInputStream(result.encode(PictureFormat.PNG)));
    } finally {
      pictures.forEach(Picture::close);
    }
  }

  private static Color middle(BufferedImage image) {
    return new Color(image.getRGB(150, 140));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "night",
        "sunset",
        "black and white",
        "vintage",
        "brighter",
        "darker",
        "high contrast",
        "heavy snow",
        "a teal sky",
        "white background",
        "a blue car",
        "grain 8"
      })
  void everyUnderstoodWordChangesThePictureVisibly(String word) throws Exception {
    BufferedImage plain = composed("low contrast", SCENE, ISOLATED);
    BufferedImage other = composed("low contrast, " + word, SCENE, ISOLATED);
    double difference = Drawn.difference(plain, other);
    assertTrue(difference > 2.5, () -> word + " changes by " + difference);
  }

  @ParameterizedTest
  @CsvSource({"blue, 2, 0", "green, 1, 0", "#22cc22, 1, 2", "yellow, 0, 2"})
  void aPaintedSubjectHasItsColor(String color, int more, int less) throws Exception {
    Color painted = middle(composed("the car in " + color, SCENE, PHOTO));
    float[] channels = painted.getRGBColorComponents(null);
    assertTrue(channels[more] > 1.3 * channels[less], painted.toString());
  }

  @Test
  void paintLeavesTheSceneAlone() throws Exception {
    BufferedImage image = composed("a blue car", SCENE, ISOLATED);
    assertEquals(new Color(SCENE.getRGB(5, 5)), new Color(image.getRGB(5, 5)));
  }

  @Test
  void onePictureGetsABackdropAndKeepsItsSubjectInPlace() throws Exception {
    BufferedImage image = composed("white background", PHOTO);
    assertTrue(new Color(image.getRGB(8, 8)).getGreen() > 200, "a white corner");
    assertTrue(middle(image).getRed() > 150 && middle(image).getGreen() < 90, "a red subject");
  }

  @Test
  void aSubjectWithAlphaIsTakenByIt() throws Exception {
    BufferedImage cut = new BufferedImage(240, 180, BufferedImage.TYPE_INT_ARGB);
    for (int y = 60; y < 130; y++) {
      for (int x = 40; x < 200; x++) {
        cut.setRGB(x, y, 0xff20b040);
      }
    }
    BufferedImage image = composed("low contrast", SCENE, cut);
    Color inside = middle(image);
    assertTrue(inside.getGreen() > 1.4 * inside.getRed(), inside.toString());
    assertTrue(Drawn.difference(image, composed("low contrast", SCENE)) > 10);
  }

  @Test
  void whatItsOwnPictureCutsOffIsCutOffAtTheFrame() throws Exception {
    BufferedImage half = Drawn.onBlack(Drawn.box(480, 180), RED, 240, 180);
    BufferedImage image = composed("low contrast", SCENE, half);
    Color edge = new Color(image.getRGB(298, 140));
    assertTrue(edge.getRed() > 1.4 * edge.getGreen(), edge.toString());
  }
}
