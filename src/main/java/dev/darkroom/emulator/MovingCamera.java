package dev.darkroom.emulator;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.scaleAdd;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;

import dev.darkroom.media.Picture;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Renders what a camera sees of a picture while it moves: sub-pixel steps, and a little depth. */
final class MovingCamera implements AutoCloseable {
  /** The picture is kept this much larger than the frame, so that zooming in stays sharp. */
  private static final double OVERSIZE = 1.3;

  private final CameraMove move;
  private final int width;
  private final int height;
  private final Mat source;
  private final Mat columns;
  private final Mat rows;
  private final Mat depth;

  /**
   * A camera before a picture, of which it sees as much as fills the frame.
   *
   * @param picture stays the caller's
   */
  MovingCamera(Picture picture, Frame frame, CameraMove move) {
    this.move = move;
    this.width = frame.width();
    this.height = frame.height();
    this.source = new Frame((int) (width * OVERSIZE), (int) (height * OVERSIZE)).filledBy(picture);
    this.columns = new Mat(height, width, CV_32FC1);
    this.rows = new Mat(height, width, CV_32FC1);
    this.depth = new Mat(height, width, CV_32FC1);
    layGrids();
  }

  /** Places from the middle of the frame; what is low in a picture is near, the more so amid. */
  private void layGrids() {
    try (FloatIndexer x = columns.createIndexer();
        FloatIndexer y = rows.createIndexer();
        FloatIndexer near = depth.createIndexer()) {
      for (int row = 0; row < height; row++) {
        double low = (row + 0.5) / height - 0.5;
        for (int column = 0; column < width; column++) {
          double aside = (column + 0.5) / width - 0.5;
          x.put(row, column, column + 0.5f - width / 2f);
          y.put(row, column, row + 0.5f - height / 2f);
          double bulge = Math.exp(-8 * (aside * aside + (low - 0.1) * (low - 0.1)));
          near.put(row, column, (float) (0.6 * low + 0.8 * (bulge - 0.5)));
        }
      }
    }
  }

  /**
   * Renders one frame.
   *
   * @param share of the move, 0 to 1
   * @param into becomes the frame
   */
  void render(double share, Mat into) {
    CameraMove.Pose pose = move.at(share);
    double step = (double) source.cols() / width / pose.zoom();
    double middleX = source.cols() / 2.0 - 0.5 + pose.x() * source.cols() / pose.zoom();
    double middleY = source.rows() / 2.0 - 0.5 + pose.y() * source.rows() / pose.zoom();
    double nearer = move.depth() * 0.5;
    double aside = nearer * pose.x() * source.cols() / pose.zoom();
    double below = nearer * pose.y() * source.rows() / pose.zoom();
    double closer = move.depth() * 0.06 * (pose.zoom() - 1);
    try (PointerScope _ = new PointerScope()) {
      Mat x = map(columns, step, middleX, aside, closer);
      Mat y = map(rows, step, middleY, below, closer);
      remap(source, into, x, y, INTER_CUBIC, BORDER_REPLICATE, new Scalar());
      if (pose.gain() != 1) {
        into.convertTo(into, -1, pose.gain(), 0);
      }
    }
  }

  /** grid · step + middle + depth · shift, and less of the grid where it is near. */
  private Mat map(Mat grid, double step, double middle, double shift, double closer) {
    Mat map = new Mat();
    grid.convertTo(map, -1, step * (1 - closer), middle);
    if (shift != 0) {
      scaleAdd(depth, shift, map, map);
    }
    return map;
  }

  @Override
  public void close() {
    source.close();
    columns.close();
    rows.close();
    depth.close();
  }
}
