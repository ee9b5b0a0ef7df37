package dev.darkroom.db.surreal;

import dev.darkroom.jobs.StoreException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Which servers are spoken to. */
final class ServerVersion {
  private static final Logger LOG = Logger.getLogger(ServerVersion.class);
  private static final Pattern VERSION = Pattern.compile("surrealdb-(\\d+)\\.(\\d+).*");
  private static final int MAJOR = 3;

  private ServerVersion() {}

  /**
   * Refuses what speaks another language.
   *
   * @throws StoreException if the server is none, or too old
   */
  static void check(String said) {
    Matcher version = VERSION.matcher(said.strip());
    if (!version.matches()) {
      throw new StoreException("SURREAL_URL does not lead to a SurrealDB.", null);
    }
    int major = Integer.parseInt(version.group(1));
    if (major < MAJOR) {
      throw new StoreException(
          "SURREAL_URL leads to %s; version %d or later is needed.".formatted(said, MAJOR), null);
    }
    if (major == MAJOR && version.group(2).equals("0")) {
      LOG.warnf(
          "%s may run a request under another client's session. Let only Darkroom reach it, or"
              + " use 3.1 or later.",
          said);
    }
  }
}
