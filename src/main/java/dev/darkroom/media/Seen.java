package dev.darkroom.media;

/**
 * What is told of a picture without looking at it again.
 *
 * @param width in pixels
 * @param height in pixels
 * @param blurhash as of {@link Picture#blurhash}
 */
public record Seen(int width, int height, String blurhash) {}
