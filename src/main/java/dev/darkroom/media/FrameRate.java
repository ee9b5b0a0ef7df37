package dev.darkroom.media;

/** Frames a second as a fraction, so that 30000/1001 stays exact. */
public record FrameRate(int numerator, int denominator) {
  public FrameRate {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException("a frame rate is positive");
    }
  }

  /** As a number. */
  public double fps() {
    return (double) numerator / denominator;
  }

  /** So many times as many frames. */
  public FrameRate times(int factor) {
    return new FrameRate(Math.multiplyExact(numerator, factor), denominator);
  }
}
