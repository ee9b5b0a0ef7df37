package dev.darkroom.db.surreal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The SurrealDB that keeps the rows, if one does. */
@ConfigMapping(prefix = "darkroom.surreal")
public interface SurrealSettings {

  /** Its address; without one, rows lie in a SQLite file. */
  Optional<URI> url();

  @WithDefault("darkroom")
  String namespace();

  @WithDefault("darkroom")
  String database();

  Optional<String> username();

  Optional<String> password();

  /** Where the user is defined: {@code root} or {@code database}. */
  @WithDefault("root")
  Level userLevel();

  /** How long the start waits for a server that is not there. */
  @WithDefault("60s")
  Duration startWithin();

  /** One call; a statement that takes longer is looked for before it is repeated. */
  @WithDefault("10s")
  Duration callWithin();

  /** One move, with all its repetitions. Shorter than a lease, so that a job is not swept. */
  @WithDefault("20s")
  Duration moveWithin();

  /** Where a user of SurrealDB is defined. */
  enum Level {
    ROOT,
    DATABASE
  }
}
