package dev.darkroom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where Darkroom keeps its data, whom it trusts, and which provider it talks to. */
@ConfigMapping(prefix = "darkroom")
public interface DarkroomSettings {

  /** Rows, files and secrets; one server at a time. */
  @WithDefault("data")
  Path dataDir();

  /** Where files lie, if not in the data folder; servers on one SurrealDB share it. */
  Optional<Path> filesDir();

  /**
   * Signs addresses, 32 characters or more; servers on one SurrealDB share it. Without it, one is
   * made and kept in the data folder.
   */
  Optional<String> secret();

  /** Who users are: {@code local} is one admin on this machine. */
  @WithDefault("local")
  String auth();

  /** Where browsers reach this server. */
  URI publicUrl();

  /** Credits that the user of local mode starts with. */
  @WithDefault("5000")
  long welcomeCredits();

  /** A file of prices, models and limits that are laid over the usual ones. */
  Optional<Path> catalogue();

  Provider fal();

  Practice emulator();

  /** fal's queue. */
  interface Provider {
    /** Without a key, the emulator in this process is used. */
    Optional<String> key();

    @WithDefault("https://queue.fal.run")
    URI queueUrl();

    @WithDefault("https://rest.fal.ai")
    URI restUrl();
  }

  /** The emulator of fal in this process. */
  interface Practice {
    @WithDefault("8081")
    int port();

    /** How long a request waits at least. */
    @WithDefault("500ms")
    Duration queueDelay();

    /** How much longer a run takes than the filter needs. */
    @WithDefault("3s")
    Duration runDelay();
  }
}
