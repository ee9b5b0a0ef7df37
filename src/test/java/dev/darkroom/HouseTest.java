package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HouseTest {
  @Test
  void stands() {
    assertTrue(Runtime.version().feature() >= 25);
  }
}
