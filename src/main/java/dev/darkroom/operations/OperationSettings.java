package dev.darkroom.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * What files may cost this machine. Prices and the limits of what is offered: {@link Catalogue}.
 */
@ConfigMapping(prefix = "darkroom.operations")
public interface OperationSettings {

  /** How the provider gets the files that it works on. */
  enum Handing {
    /** They are uploaded into the provider's own storage, which works everywhere. */
    UPLOAD,
    /** It is given signed addresses and fetches them, which spares an upload. */
    LINK
  }

  /** The same for all files; what is made for the provider alone is always uploaded. */
  @WithDefault("upload")
  Handing inputs();

  /** The largest picture that is decoded, in pixels. */
  @WithDefault("100000000")
  long pixelsMax();

  /** The largest picture file that is taken, in bytes. */
  @WithDefault("52428800")
  long uploadBytesMax();

  /**
   * How long each megabyte of an upload may take, and of JSON with pictures; then it is cut off.
   */
  @WithDefault("60s")
  Duration uploadMegabyteWithin();

  /** The largest picture that a request may carry as a data address, in bytes. */
  @WithDefault("20971520")
  long dataUrlBytesMax();

  /** Submits worked on at once; a user may have as many of them as are free. */
  @WithDefault("128")
  int submitsMax();

  /** How long a background removal is waited for. */
  @WithDefault("60s")
  Duration rembgWait();

  /** The largest upload of any kind with its form, in bytes: that of a video. */
  @WithDefault("524288000")
  long videoBytesMax();

  /** The longest video that is taken, in seconds. */
  @WithDefault("600")
  double videoSecondsMax();

  /** The largest frame of a video that is decoded, in pixels. */
  @WithDefault("8912896")
  long videoPixelsMax();

  /** The most frames that a video may have. */
  @WithDefault("72000")
  long videoFramesMax();

  /** How long a video is looked at, before it counts as broken. */
  @WithDefault("60s")
  Duration videoLookWithin();

  /** How long an upscale or an interpolation of a video is waited for. */
  @WithDefault("600s")
  Duration videoWait();

  /** The largest video that is fetched as a result, in bytes. */
  @WithDefault("2147483648")
  long videoResultBytesMax();

  /** How long fetching one video may take. */
  @WithDefault("10m")
  Duration videoResultWithin();

  /** The largest picture that is fetched as a result, in bytes. */
  @WithDefault("209715200")
  long resultBytesMax();

  /** How long fetching one picture of a result may take. */
  @WithDefault("2m")
  Duration resultWithin();

  /** How much room the previews of files may take, in bytes; the oldest go. */
  @WithDefault("536870912")
  long previewBytesMax();

  /** How long fetching one picture from a user's address may take. */
  @WithDefault("15s")
  Duration sourceWithin();
}
