package dev.darkroom.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits and prices of what can be done. */
@ConfigMapping(prefix = "darkroom.operations")
public interface OperationSettings {

  /** The largest picture that is decoded, in pixels. */
  @WithDefault("100000000")
  long pixelsMax();

  /** The largest file that is taken, in bytes. */
  @WithDefault("52428800")
  long uploadBytesMax();

  /** The largest result that is fetched, in bytes. */
  @WithDefault("209715200")
  long resultBytesMax();

  /** How long fetching one result may take. */
  @WithDefault("2m")
  Duration resultWithin();

  /** How long fetching one picture from a user's address may take. */
  @WithDefault("15s")
  Duration sourceWithin();

  /** The price of an upscale, in credits. */
  @WithDefault("1")
  long upscaleCredits();

  /** The model that upscales pictures. */
  @WithDefault("fal-ai/clarity-upscaler")
  String upscaleModel();
}
