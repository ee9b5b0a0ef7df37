package dev.darkroom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  /**
   * Who users are: {@code local} is one admin on this machine; {@code oidc} is whoever signs in at
   * the provider that {@link #oidc} names.
   */
  @WithDefault("local")
  String auth();

  SignIn oidc();

  /**
   * Web sites, other than the page, whose scripts may use this server: {@code https://app.example}.
   */
  Optional<List<String>> corsOrigins();

  /**
   * Web servers inside that webhooks of users may call nevertheless: {@code http://localhost:3000}.
   */
  Optional<List<String>> webhookOrigins();

  /** Requests of one user. */
  @WithDefault("1200")
  int requestsPerMinute();

  /** Connections over which this server tells news, of all users together. */
  @WithDefault("10000")
  int streamsMax();

  /** Where browsers reach this server. */
  URI publicUrl();

  /** Credits that the user of local mode starts with. */
  @WithDefault("5000")
  long welcomeCredits();

  /** A file of prices, models and limits that are laid over the usual ones. */
  Optional<Path> catalogue();

  /** {@code plain}, for people, or {@code json}: an object a line. */
  @WithDefault("plain")
  LogFormat logFormat();

  /** Where traces of jobs go, by OTLP over HTTP: {@code http://localhost:4318}. */
  Optional<URI> tracesEndpoint();

  /** Of the log. */
  enum LogFormat {
    PLAIN,
    JSON
  }

  Provider fal();

  Practice emulator();

  /** OpenID Connect. */
  interface SignIn {
    /** Below it lies {@code .well-known/openid-configuration}. */
    Optional<URI> issuer();

    Optional<String> clientId();

    Optional<String> clientSecret();

    /** What a token must be made for; without it, for the client. */
    Optional<String> audience();

    /** The claim that says that the e-mail address is the user's own. */
    @WithDefault("email_verified")
    String verifiedClaim();

    /**
     * Where roles stand in a token, such as {@code realm_access/roles}; without it nobody is admin.
     */
    Optional<String> adminClaim();

    /** The role that makes an admin. */
    @WithDefault("admin")
    String adminValue();
  }

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
