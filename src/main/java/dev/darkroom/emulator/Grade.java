package dev.darkroom.emulator;

/** A change of every pixel's colour that one understood word stands for. */
sealed interface Grade {

  /**
   * Changes one pixel.
   *
   * @param bgr blue, green, red, about 0 to 1; replaced
   * @param x 0 at the left edge to 1 at the right
   * @param y 0 at the top edge to 1 at the bottom
   */
  void apply(float[] bgr, float x, float y);

  /** What is done, as a part of a sentence. */
  String words();

  /** The looks that have a name. */
  enum Look implements Grade {
    NIGHT("graded to night") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        float light = luma(bgr);
        // Lamps keep their light; what they do not reach is dim and blue.
        float exposure = (0.42f + 0.5f * light * light) * vignette(x, y);
        mix(bgr, light, 0.35f);
        scale(bgr, 1.3f * exposure, 0.95f * exposure, 0.82f * exposure);
      }
    },
    SUNSET("graded to sunset") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        float glow = 0.1f * (1 - y);
        scale(bgr, 0.66f, 0.9f, 1.1f);
        bgr[2] += glow + 0.03f;
        bgr[1] += 0.35f * glow;
      }
    },
    BLACK_AND_WHITE("turned to black and white") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        mix(bgr, curve(luma(bgr), 0.6f), 1);
      }
    },
    VINTAGE("aged with sepia") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        float light = 0.07f + 0.86f * luma(bgr) * vignette(x, y);
        for (int c = 0; c < 3; c++) {
          bgr[c] = 0.25f * bgr[c] + 0.75f * light * (0.74f + 0.17f * c);
        }
      }
    },
    BRIGHTER("brightened") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        power(bgr, 0.68);
      }
    },
    DARKER("darkened") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        power(bgr, 1.55);
      }
    },
    CONTRAST("given more contrast") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        for (int c = 0; c < 3; c++) {
          bgr[c] = curve(bgr[c], 0.8f);
        }
      }
    },
    SOFT("given less contrast") {
      @Override
      public void apply(float[] bgr, float x, float y) {
        mix(bgr, 0.5f, 0.3f);
      }
    };

    private final String words;

    Look(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** Everything leans towards one colour. */
  record Tint(NamedColor color) implements Grade {
    @Override
    public void apply(float[] bgr, float x, float y) {
      float light = luma(bgr);
      float middle = 3.2f * light * (1 - light);
      float lift = 0.3f * (color.luma() - light);
      for (int c = 0; c < 3; c++) {
        float tinted = light + (color.channel(c) - color.luma()) * middle + lift;
        bgr[c] += 0.5f * (tinted - bgr[c]);
      }
    }

    @Override
    public String words() {
      return "tinted " + color.name();
    }
  }

  private static float luma(float[] bgr) {
    return NamedColor.luma(bgr[0], bgr[1], bgr[2]);
  }

  private static void mix(float[] bgr, float towards, float share) {
    for (int c = 0; c < 3; c++) {
      bgr[c] += share * (towards - bgr[c]);
    }
  }

  private static void scale(float[] bgr, float blue, float green, float red) {
    bgr[0] *= blue;
    bgr[1] *= green;
    bgr[2] *= red;
  }

  private static void power(float[] bgr, double exponent) {
    for (int c = 0; c < 3; c++) {
      bgr[c] = (float) Math.pow(Math.clamp(bgr[c], 0, 1), exponent);
    }
  }

  /** An S-curve through both ends and the middle, as strong as told (0 to 1). */
  private static float curve(float value, float strength) {
    float held = Math.clamp(value, 0, 1);
    return held + strength * (held * held * (3 - 2 * held) - held);
  }

  /** 1 in the middle, a little less in the corners. */
  private static float vignette(float x, float y) {
    float across = x - 0.5f;
    float down = y - 0.5f;
    return 1 - 0.7f * (across * across + down * down);
  }
}
