package dev.darkroom;

import dev.darkroom.blobs.Downloads;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The guarded downloads.
 *
 * @param fromUsers takes only public https addresses
 * @param fromProvider pictures; also trusts the provider that was chosen
 * @param videosFromProvider as that, for larger files
 */
record Fetchers(Downloads fromUsers, Downloads fromProvider, Downloads videosFromProvider)
    implements AutoCloseable {

  @Override
  public void close() {
    try {
      fromUsers.close();
      fromProvider.close();
      videosFromProvider.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Connections did not close", e);
    }
  }
}
