package dev.darkroom.templates;

import org.jspecify.annotations.Nullable;

/**
 * How a template sets a picture in motion. What is null is left to the request, and then to the
 * provider's usual value.
 *
 * @param provider the key of one that is offered, such as {@code seedance}, or null for the usual
 * @param prompt holds tokens, as the template's own prompt does
 * @param duration seconds
 * @param resolution such as {@code 720p}
 * @param aspectRatio {@code 16:9}, or {@code auto} for that of the picture
 * @param cameraFixed whether the camera stands still
 */
public record Motion(
    @Nullable String provider,
    String prompt,
    @Nullable Double duration,
    @Nullable String resolution,
    @Nullable String aspectRatio,
    @Nullable Boolean cameraFixed) {}
