package dev.darkroom.media;

/**
 * What a video file holds, measured on its packets and its first frame, and not believed from its
 * header.
 *
 * @param width pixels of a frame, upright; that pixels may not be square is left out
 * @param height pixels, as the width
 * @param seconds from the first frame's begin to the last one's end
 * @param rate on average, if the file's own varies
 * @param sound whether there is a sound track
 */
public record MeasuredVideo(
    VideoFormat format,
    int width,
    int height,
    double seconds,
    FrameRate rate,
    long frames,
    boolean sound) {}
