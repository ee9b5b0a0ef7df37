package dev.darkroom.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * What pictures may cost this machine. Prices and the limits of what is offered: {@link Catalogue}.
 */
@ConfigMapping(prefix = "darkroom.operations")
public interface OperationSettings {

  /** The largest picture that is decoded, in pixels. */
  @WithDefault("100000000")
  long pixelsMax();

  /** The largest file that is taken, in bytes. */
  @WithDefault("52428800")
  long uploadBytesMax();

  /** The largest picture that a request may carry as a data address, in bytes. */
  @WithDefault("20971520")
  long dataUrlBytesMax();

  /** How long a background removal is waited for. */
  @WithDefault("60s")
  Duration rembgWait();

  /** The largest result that is fetched, in bytes. */
  @WithDefault("209715200")
  long resultBytesMax();

  /** How long fetching one result may take. */
  @WithDefault("2m")
  Duration resultWithin();

  /** How long fetching one picture from a user's address may take. */
  @WithDefault("15s")
  Duration sourceWithin();
}
