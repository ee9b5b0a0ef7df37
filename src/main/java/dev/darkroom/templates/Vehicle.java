package dev.darkroom.templates;

import org.jspecify.annotations.Nullable;

/**
 * The car that a picture is about, as far as it is known.
 *
 * @param make the brand
 * @param colorFinish such as {@code midnight blue metallic}
 * @param accents such as {@code red brake calipers}
 */
public record Vehicle(
    @Nullable String make,
    @Nullable String model,
    @Nullable String colorFinish,
    @Nullable String accents) {

  /** Nothing is known. */
  public static final Vehicle UNKNOWN = new Vehicle(null, null, null, null);
}
