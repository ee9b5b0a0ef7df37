package dev.darkroom.samples;

/** Two studios without a horizon: one softly lit, one cut by hard light. */
final class Backdrops {
  private static final Vec SHAFT = new Vec(-0.62, 0.60, 0.50).unit();
  private static final Vec ACROSS_SHAFT = SHAFT.cross(new Vec(0.25, 0.2, 1)).unit();

  private Backdrops() {}

  /** Light grey paper under one large, soft light. */
  static Sweep studio() {
    return new Sweep(5.5, 2.6, 0.04, Backdrops::paper);
  }

  /** White plaster crossed by a diagonal shaft of light. */
  static Sweep poster() {
    return new Sweep(3.4, 0.5, 0.05, Backdrops::plaster);
  }

  private static Vec paper(Vec at, Vec normal) {
    double aside = at.x() / 5.5;
    double behind = (at.z() + 0.8) / 4.8;
    double above = at.y() / 4.2;
    double pool = Math.exp(-aside * aside - behind * behind * 0.5 - above * above);
    double facing = 0.80 + 0.20 * normal.y();
    return new Vec(0.80, 0.805, 0.82).times((0.50 + 0.85 * pool) * facing);
  }

  private static Vec plaster(Vec at, Vec normal) {
    double along = normal.y() > 0.5 ? at.z() : at.y();
    double rough = Noise.cloud(at.x() * 1.1 + 5, along * 1.1, 7) - 0.5;
    double across = at.dot(ACROSS_SHAFT);
    double lit = band(across, -0.9, 0.9) + 0.8 * band(across, 1.35, 1.6);
    double direct = lit * Math.max(0, normal.dot(SHAFT));
    double bounced = 0.34 + 0.05 * normal.y() + 0.03 * at.y();
    return Vec.grey((bounced + 2.4 * direct) * (0.80 + 0.16 * rough));
  }

  private static double band(double at, double from, double to) {
    double soft = 0.035;
    return Noise.step(from - soft, from + soft, at) * (1 - Noise.step(to - soft, to + soft, at));
  }
}
