package dev.darkroom.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much users may store. */
@ConfigMapping(prefix = "darkroom.storage")
public interface StorageSettings {

  /** What a user has paid for. */
  enum Plan {
    BASE,
    PREMIUM,
    ULTRA
  }

  /** The plan of all users. */
  @WithDefault("ultra")
  Plan plan();

  /** Of the plan base, in bytes. */
  @WithDefault("1073741824")
  long baseBytesMax();

  /** Of the plan premium, in bytes. */
  @WithDefault("107374182400")
  long premiumBytesMax();

  /** Of the plan ultra, in bytes. */
  @WithDefault("1099511627776")
  long ultraBytesMax();
}
