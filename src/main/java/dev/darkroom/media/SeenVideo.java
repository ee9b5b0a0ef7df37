package dev.darkroom.media;

/**
 * What is told of a video without looking at it again.
 *
 * @param blurhash of its first frame, as of {@link Picture#blurhash}
 */
public record SeenVideo(MeasuredVideo measured, String blurhash) {}
