package dev.darkroom.media;

/** A file that is no video we can use; the message is a sentence for people. */
public final class VideoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Why a video was refused. */
  public enum Kind {
    /** None of the formats in {@link VideoFormat}, or none of the codecs. */
    NOT_A_VIDEO("This is not a video that can be read."),
    /** Sound only. */
    NO_PICTURES("There are no moving pictures in this file."),
    /** Cut off, damaged, or made to break whoever reads it. */
    BROKEN("The video is damaged or incomplete."),
    TOO_LONG("The video lasts too long."),
    /** Too many pixels in a frame, or too many frames. */
    TOO_LARGE("The video has too many pixels or frames."),
    /** Its time was over; on a machine that is less busy it may be enough. */
    TOO_SLOW("Looking at the video took too long."),
    /**
     * One picture track of one size is measured and paid; which one another program takes is its
     * own choice.
     */
    SEVERAL("There are several videos in this file."),
    /** Others are looked at, or memory ended; it may be tried again. */
    BUSY("Too much is going on to look at the video right now.");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Kind kind;

  VideoException(Kind kind) {
    super(kind.words);
    this.kind = kind;
  }

  /** Why the video was refused. */
  public Kind kind() {
    return kind;
  }
}
