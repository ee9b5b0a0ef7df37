package dev.darkroom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The bucket in R2, or in anything else that speaks S3, that keeps the files, if one does. */
@ConfigMapping(prefix = "darkroom.r2")
public interface S3Settings {

  /** Its name; without one, files lie in a folder. */
  Optional<String> bucket();

  /** The server; without one it is R2's, for the account. */
  Optional<URI> endpoint();

  Optional<String> accountId();

  @WithDefault("auto")
  String region();

  Optional<String> accessKeyId();

  Optional<String> secretAccessKey();

  /** One call with all its repetitions; it moves 16 MB at most. */
  @WithDefault("2m")
  Duration callWithin();
}
