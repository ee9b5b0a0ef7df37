package dev.darkroom.blobs;

import dev.darkroom.blobs.DownloadException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Decides where downloads may lead: to public addresses over HTTPS, and to the trusted origins.
 *
 * <p>It is the resolver of the client itself, so the addresses that it checked are the ones that
 * are connected to, whatever the name resolves to a moment later.
 */
final class Guard implements DnsResolver {
  /** That a name leads to an address that is not public. */
  static final class RefusedAddress extends UnknownHostException {
    RefusedAddress(String host) {
      super(host + " is not on the public internet");
    }
  }

  private final Set<String> trustedOrigins;
  private final Set<String> trustedEndpoints;
  private final boolean plainAllowed;
  private final DnsResolver names;

  /**
   * Allows the origins of these addresses, whatever they resolve to.
   *
   * @param plainAllowed whether http will do as well as https
   * @param names looks names up; each answer is checked
   */
  Guard(Set<URI> trusted, boolean plainAllowed, DnsResolver names) {
    this.plainAllowed = plainAllowed;
    this.names = names;
    trustedOrigins = trusted.stream().map(Guard::origin).collect(Collectors.toUnmodifiableSet());
    trustedEndpoints =
        trusted.stream()
            .map(url -> endpoint(url.getHost(), port(url)))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Checks the form of an address; the resolver checks where it leads. */
  void requireAllowed(URI url) throws DownloadException {
    if (url.getHost() == null || url.getScheme() == null || url.getRawUserInfo() != null) {
      throw refused("an address without a host, or with credentials");
    }
    if (trustedOrigins.contains(origin(url))) {
      return;
    }
    boolean web =
        url.getScheme().equalsIgnoreCase("https")
            || (plainAllowed && url.getScheme().equalsIgnoreCase("http"));
    if (!web) {
      throw refused(url.getHost() + " is neither https nor trusted");
    }
    if (!isOfWeb(port(url))) {
      throw refused(url.getHost() + " is asked at a port that is not for the web");
    }
  }

  /** The lower ports are those of mail, shells and the like; above the highest there is none. */
  private static boolean isOfWeb(int port) {
    return port == 80 || port == 443 || (port >= 1024 && port <= 65_535);
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    InetAddress[] addresses = names.resolve(host);
    if (!trustedEndpoints.contains(endpoint(host, port))) {
      requirePublic(host, addresses);
    }
    return Arrays.stream(addresses).map(address -> new InetSocketAddress(address, port)).toList();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = names.resolve(host);
    requirePublic(host, addresses);
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  private static void requirePublic(String host, InetAddress[] addresses) throws RefusedAddress {
    if (!Arrays.stream(addresses).allMatch(PublicAddresses::isPublic)) {
      throw new RefusedAddress(host);
    }
  }

  private static DownloadException refused(String message) {
    return DownloadException.of(Kind.REFUSED_ADDRESS, message, null);
  }

  private static String origin(URI url) {
    return url.getScheme().toLowerCase(Locale.ROOT) + "://" + endpoint(url.getHost(), port(url));
  }

  private static String endpoint(String host, int port) {
    // The client asks for an IPv6 literal without the brackets it has in an address.
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.toLowerCase(Locale.ROOT) + ":" + port;
  }

  static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
