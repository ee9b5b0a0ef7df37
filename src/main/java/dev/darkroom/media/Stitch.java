package dev.darkroom.media;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.opencv.opencv_core.Mat;

/** Puts an edited region back into the picture that it was cut from. */
public final class Stitch {
  private Stitch() {}

  /**
   * Writes a PNG: the upright original with the edited picture scaled to the box and laid over it.
   *
   * <p>Outside the box every pixel, its alpha too, is the original's. Inside, the edited picture
   * replaces it, or covers it as far as its own alpha says. An original of 16 bits a channel stays
   * one; grey and four inks become RGB, as {@link Picture#read(Path, long)} has them.
   *
   * @param edited 8 bits a channel, whatever the original has; lent
   * @param maxPixels the most width × height of the original, and of the box
   * @param to is created, or overwritten
   * @throws PictureException if the original is no picture, damaged or too large, or if the box
   *     lies wholly outside the original, as {@link Box#overlaps} tells
   * @throws IOException if the result cannot be written
   * @throws UncheckedIOException if the original cannot be read
   */
  public static Seen png(Path original, Picture edited, Box box, long maxPixels, Path to)
      throws IOException {
    try (Mat canvas = PictureFile.decode(original, maxPixels, Decode::asStored)) {
      Area area =
          box.within(canvas.cols(), canvas.rows())
              .orElseThrow(() -> PictureException.broken("The region lies outside the picture."));
      if (!box.fits(maxPixels)) {
        throw PictureException.tooLarge(box.columns() + " × " + box.rows() + " pixels");
      }
      PixelThreads.call(() -> lay(canvas, edited.mat(), box, area));
      return new Seen(canvas.cols(), canvas.rows(), write(canvas, to));
    }
  }

  /** Returns the blurhash, which is made meanwhile. */
  private static String write(Mat canvas, Path to) throws IOException {
    CompletableFuture<String> blurhash = PixelThreads.start(() -> Blurhash.of(canvas));
    try (OutputStream out = Files.newOutputStream(to)) {
      Png.write(canvas, out);
      return PixelThreads.await(blurhash);
    } finally {
      // After a failed write the canvas is not ours any more once we return.
      boolean _ = blurhash.handle((_, _) -> true).join();
    }
  }

  private static boolean lay(Mat canvas, Mat edited, Box box, Area area) {
    try (Mat scaled = Resize.to(edited, (int) box.columns(), (int) box.rows());
        Mat seen = area.movedBy(-box.left(), -box.top()).of(scaled);
        Mat over = Depth.of(seen, canvas.depth());
        Mat below = area.of(canvas)) {
      new Overlay(over, below).lay();
      return true;
    }
  }
}
