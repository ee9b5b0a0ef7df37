package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InBetweenTest {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.75})
  void aMovingPatternIsWhereItShouldBe(double time) {
    try (PointerScope _ = new PointerScope();
        InBetween between = new InBetween(WIDTH, HEIGHT, true);
        Mat made = new Mat();
        Mat blended = new Mat()) {
      Mat first = Pattern.at(WIDTH, HEIGHT, 0);
      Mat second = Pattern.at(WIDTH, HEIGHT, 8);
      Mat truth = Pattern.at(WIDTH, HEIGHT, 8 * time);
      between.look(first, second);
      between.at(time, made);
      opencv_core.addWeighted(first, 1 - time, second, time, 0, blended);
      double error = Pattern.difference(made, truth);
      double ofBlending = Pattern.difference(blended, truth);
      assertTrue(error < ofBlending / 4, () -> error + " against " + ofBlending);
    }
  }

  @Test
  void nothingIsMixedOverACut() {
    try (PointerScope _ = new PointerScope();
        InBetween seeing = new InBetween(WIDTH, HEIGHT, true);
        InBetween blind = new InBetween(WIDTH, HEIGHT, false);
        Mat made = new Mat()) {
      Mat first = Pattern.at(WIDTH, HEIGHT, 0);
      Mat second = Pattern.other(WIDTH, HEIGHT);
      seeing.look(first, second);
      seeing.at(0.5, made);
      assertEquals(0, Pattern.difference(made, first));
      blind.look(first, second);
      blind.at(0.5, made);
      assertTrue(Pattern.difference(made, first) > 5);
    }
  }

  @Test
  void whatStandsStillStaysAsItIs() {
    try (PointerScope _ = new PointerScope();
        InBetween between = new InBetween(WIDTH, HEIGHT, false);
        Mat made = new Mat()) {
      Mat frame = Pattern.at(WIDTH, HEIGHT, 3);
      between.look(frame, frame);
      between.at(0.5, made);
      assertEquals(0, Pattern.difference(made, frame));
    }
  }
}
