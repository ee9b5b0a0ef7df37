package dev.darkroom.samples;

/** What a point of a car's surface is made of, and what that does to light. */
enum Finish {
  PAINT,
  GLASS,
  TYRE,
  ALLOY,
  DARK,
  HEADLIGHT,
  TAILLIGHT;

  /** What the surface is made of at this point of it. */
  static Finish at(Vec at, Vec normal) {
    double z = Math.abs(at.z());
    double body = Car.body(at.x(), at.y(), z);
    if (Car.tyre(at.x(), at.y(), z) < body) {
      return Car.alloy(at.x(), at.y(), z) < Car.tyre(at.x(), at.y(), z) ? ALLOY : TYRE;
    }
    if (Car.alloy(at.x(), at.y(), z) < body) {
      return ALLOY;
    }
    if (Car.mirror(at.x(), at.y(), z) < body) {
      return PAINT;
    }
    double archRadius = Math.hypot(Math.abs(at.x()) - Car.AXLE, at.y() - Car.WHEEL_RADIUS);
    boolean insideArch = archRadius < 0.392 && z < 0.99;
    if (insideArch || at.y() < 0.235) {
      return DARK;
    }
    double bowed = Car.bowed(at.x(), z);
    return isGlass(at, bowed, z, normal) ? GLASS : front(at, bowed, z, normal);
  }

  private static boolean isGlass(Vec at, double bowed, double z, Vec normal) {
    double roof = Car.ROOF.at(bowed) - 0.06 * z * z;
    double y = at.y();
    if (y < 0.90 || y < Car.DECK.at(bowed) + 0.015) {
      return false;
    }
    boolean side = Math.abs(normal.z()) > 0.62;
    if (side) {
      boolean inside =
          y < roof - 0.075 && y > 0.945 - 0.02 * at.x() && bowed > -1.32 && bowed < 0.78;
      boolean pillar = Math.abs(bowed + 0.42 + 0.12 * (y - 1)) < 0.028;
      return inside && !pillar;
    }
    boolean between = z < Car.cabinSide(y) - 0.05 * bowed * bowed - 0.055;
    boolean windscreen = bowed > 0.33 && y > 0.915;
    boolean rear = bowed < -0.72 && bowed > -1.62;
    return between && (windscreen || rear);
  }

  private static Finish front(Vec at, double bowed, double z, Vec normal) {
    double y = at.y();
    if (bowed > 1.75) {
      double lamp = Math.hypot((z - 0.60) / 0.17, (y - 0.655 + 0.12 * (z - 0.60)) / 0.052);
      if (lamp < 1) {
        return HEADLIGHT;
      }
      boolean intake = y > 0.25 && y < 0.40 && z < 0.66 - 0.5 * (y - 0.25) && normal.x() > 0.3;
      if (intake || lamp < 1.12) {
        return DARK;
      }
    }
    if (bowed < -1.95) {
      if (y > 0.715 && y < 0.765 && z < 0.80) {
        return TAILLIGHT;
      }
      boolean diffuser = y < 0.40 && z < 0.62;
      boolean bezel = y > 0.70 && y < 0.78 && z < 0.82;
      if (diffuser || bezel) {
        return DARK;
      }
    }
    return isGap(at, bowed, z, normal) ? DARK : PAINT;
  }

  /** The joints of doors and hood. */
  private static boolean isGap(Vec at, double bowed, double z, Vec normal) {
    double y = at.y();
    double frontOfDoor = Math.abs(at.x() - 0.72 + 0.05 * y);
    double backOfDoor = Math.abs(at.x() + 0.60);
    boolean door = Math.min(frontOfDoor, backOfDoor) < 0.005;
    boolean tip = Math.abs(bowed - 1.98) < 0.005 && z < 0.55;
    boolean edge = Math.abs(z - 0.62) < 0.004 && bowed > 1;
    boolean onSide = Math.abs(normal.z()) > 0.6 && y > 0.27;
    return (door && onSide) || ((tip || edge) && normal.y() > 0.6);
  }

  /** 1 on the projectors behind the glass of a headlight, 0 beside them. */
  static double bulb(Vec at) {
    double z = Math.abs(at.z());
    double inner = Math.hypot(z - 0.535, at.y() - 0.662);
    double outer = Math.hypot(z - 0.655, at.y() - 0.650);
    return 1 - Noise.step(0.026, 0.036, Math.min(inner, outer));
  }

  /** The share of light that is scattered. */
  Vec albedo(Vec paint) {
    return switch (this) {
      case PAINT -> paint.times(0.62);
      case GLASS -> new Vec(0.012, 0.014, 0.016);
      case TYRE -> Vec.grey(0.022);
      case ALLOY -> Vec.grey(0.22);
      case DARK -> Vec.grey(0.012);
      case HEADLIGHT -> Vec.grey(0.10);
      case TAILLIGHT -> new Vec(0.35, 0.01, 0.015);
    };
  }

  /** The light of lamps, strongest when looked into. */
  Vec glow(Vec at, double facing, boolean lit) {
    return switch (this) {
      case HEADLIGHT -> {
        double bulb = bulb(at);
        yield new Vec(1, 0.96, 0.88).times(lit ? 0.25 + bulb * (3 + 8 * facing) : 0.25 * bulb);
      }
      case TAILLIGHT -> new Vec(1, 0.03, 0.03).times(lit ? 2.2 : 0.06);
      case PAINT, GLASS, TYRE, ALLOY, DARK -> Vec.ZERO;
    };
  }

  /** The share of light that is mirrored; a Fresnel term of 1 is a glance. */
  double mirrorShare(double fresnel) {
    return switch (this) {
      case PAINT -> 0.11 + 0.8 * fresnel;
      case GLASS, HEADLIGHT -> 0.09 + 0.88 * fresnel;
      case ALLOY -> 0.5;
      case TAILLIGHT -> 0.06 + 0.8 * fresnel;
      case TYRE, DARK -> 0.02 * fresnel;
    };
  }

  /** Paint tints what it mirrors, as metal flakes under clear coat do. */
  Vec mirrorTint(Vec paint, double fresnel) {
    return this == PAINT ? paint.mix(Vec.grey(1), 0.55 + 0.45 * fresnel) : Vec.grey(1);
  }
}
