package dev.darkroom.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Compares where two addresses lead: scheme, host and port. */
final class Origin {
  private Origin() {}

  static boolean same(URI a, URI b) {
    return equal(a.getScheme(), b.getScheme())
        && equal(a.getHost(), b.getHost())
        && port(a) == port(b)
        && a.getUserInfo() == null;
  }

  private static boolean equal(@Nullable String a, @Nullable String b) {
    return a != null && b != null && a.equalsIgnoreCase(b);
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
