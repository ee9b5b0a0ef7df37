package dev.darkroom.media;

/**
 * What a video file holds, counted from its packets and not believed from its header.
 *
 * @param width pixels, as it is shown
 * @param height pixels, as it is shown
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
