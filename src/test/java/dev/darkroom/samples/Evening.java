package dev.darkroom.samples;

/** The sky over a sea, minutes before sunset. */
final class Evening {
  static final Vec SUN = new Vec(-0.42, 0.052, -0.9).unit();
  private static final Vec GLOW = new Vec(1, 0.42, 0.13);

  private Evening() {}

  /** The sky with the sun in it. */
  static Vec sky(Vec direction) {
    double toSun = Math.max(direction.dot(SUN), 0);
    double disc = Noise.step(0.99963, 0.99975, toSun);
    Vec glare = GLOW.times(2.2 * Math.pow(toSun, 300)).plus(new Vec(1, 0.78, 0.42).times(disc * 9));
    return air(direction).plus(glare);
  }

  /** The sky without the sun itself: the color of far haze. */
  static Vec air(Vec direction) {
    double height = Math.max(direction.y(), 0);
    double toSun = Math.max(direction.dot(SUN), 0);
    Vec zenith = new Vec(0.085, 0.16, 0.36);
    Vec horizon = new Vec(0.95, 0.47, 0.26).mix(new Vec(0.42, 0.32, 0.42), 1 - toSun * toSun);
    Vec clear = zenith.mix(horizon, Math.exp(-height * 5.2));
    Vec halo = GLOW.times(1.2 * Math.pow(toSun, 24));
    return clouds(clear.plus(halo), direction, height, toSun);
  }

  /** Two decks of cloud, dark above and burning at the edges towards the sun. */
  private static Vec clouds(Vec clear, Vec direction, double height, double toSun) {
    double reach = 1 / (height + 0.055);
    double x = direction.x() * reach;
    double z = direction.z() * reach;
    double high = Noise.cloud(x * 0.55 + 3, z * 1.3, 7);
    double low = Noise.cloud(x * 0.32 + 40, z * 0.9 + 11, 7);
    double veil = Noise.step(0.44, 0.80, high) * 0.55;
    double bank = Noise.step(0.50, 0.66, low) * Noise.step(0.015, 0.10, height);
    Vec pink = new Vec(1.15, 0.55, 0.38).times(0.55 + 0.9 * toSun * toSun);
    Vec slate = new Vec(0.20, 0.17, 0.25).mix(GLOW, 0.55 * Math.pow(toSun, 6));
    double rim = bank * (1 - bank) * 4 * Math.pow(toSun, 3);
    return clear.mix(pink, veil).mix(slate, 0.85 * bank).plus(GLOW.times(0.9 * rim));
  }
}
