package dev.darkroom.media;

import java.util.Optional;

/**
 * Where an edited region lies on a picture, in the upright picture's pixels; it may reach outside.
 *
 * <p>On the pixel grid it begins at {@code round(x)}, {@code round(y)} and measures {@code
 * round(width)} × {@code round(height)}, at least 1 × 1; halves are rounded up, as JavaScript's
 * {@code Math.round} does.
 *
 * @param x left edge in pixels, negative if it lies outside
 * @param y upper edge in pixels, negative if it lies outside
 * @param width more than 0 pixels
 * @param height more than 0 pixels
 */
public record Box(double x, double y, double width, double height) {
  /** Farther than any picture reaches, and near enough that sums of two stay exact. */
  private static final double MOST_PIXELS = 1e9;

  /**
   * Refuses what is no box.
   *
   * @throws IllegalArgumentException unless all four are finite, within a billion pixels, and the
   *     size is above zero
   */
  public Box {
    if (!placed(x) || !placed(y)) {
      throw new IllegalArgumentException("x and y must be numbers of pixels near the picture");
    }
    if (!placed(width) || !placed(height) || width <= 0 || height <= 0) {
      throw new IllegalArgumentException("width and height must be numbers of pixels above zero");
    }
  }

  /** Whether at least one pixel of an upright picture of this size lies inside. */
  public boolean overlaps(int pictureWidth, int pictureHeight) {
    return within(pictureWidth, pictureHeight).isPresent();
  }

  /**
   * Whether an edited region that is scaled to the box is a picture that may be decoded.
   *
   * @param maxPixels as in {@link Measure#measure(java.nio.file.Path, long)}
   */
  public boolean fits(long maxPixels) {
    return Math.max(columns(), rows()) <= Measure.MOST_SIDE_PIXELS
        && columns() * rows() <= maxPixels;
  }

  /** The part of a picture of this size that lies inside; empty if there is none. */
  Optional<Area> within(int pictureWidth, int pictureHeight) {
    int fromX = Math.clamp(left(), 0, pictureWidth);
    int fromY = Math.clamp(top(), 0, pictureHeight);
    int toX = Math.clamp(left() + columns(), 0, pictureWidth);
    int toY = Math.clamp(top() + rows(), 0, pictureHeight);
    return fromX < toX && fromY < toY
        ? Optional.of(new Area(fromX, fromY, toX - fromX, toY - fromY))
        : Optional.empty();
  }

  long left() {
    return Math.round(x);
  }

  long top() {
    return Math.round(y);
  }

  long columns() {
    return Math.max(1, Math.round(width));
  }

  long rows() {
    return Math.max(1, Math.round(height));
  }

  private static boolean placed(double pixels) {
    return Math.abs(pixels) <= MOST_PIXELS;
  }
}
