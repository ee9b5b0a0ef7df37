package dev.darkroom.samples;

/** A car, turned about the vertical and moved. */
record ParkedCar(Vec place, double turn, Vec paint, boolean lit) {
  Vec toCar(Vec world) {
    return turned(world.minus(place), turn);
  }

  private static Vec turned(Vec v, double by) {
    double cos = Math.cos(by);
    double sin = Math.sin(by);
    return new Vec(v.x() * cos - v.z() * sin, v.y(), v.x() * sin + v.z() * cos);
  }

  Vec directionToCar(Vec world) {
    return turned(world, turn);
  }

  Vec directionToWorld(Vec local) {
    return turned(local, -turn);
  }
}
