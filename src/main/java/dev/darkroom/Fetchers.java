package dev.darkroom;

import dev.darkroom.blobs.Downloads;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The two guarded downloads.
 *
 * @param fromUsers takes only public https addresses
 * @param fromProvider also trusts the provider that was chosen
 */
record Fetchers(Downloads fromUsers, Downloads fromProvider) implements AutoCloseable {

  @Override
  public void close() {
    try {
      fromUsers.close();
      fromProvider.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Connections did not close", e);
    }
  }
}
