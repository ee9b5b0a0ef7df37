package dev.darkroom.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.blobs.DownloadException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private final InMemoryDnsResolver names = new InMemoryDnsResolver();
  private final Guard guard =
      new Guard(Set.of(URI.create("http://Fal.Test:8090/any/path")), false, names);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "255.255.255.255",
        "240.0.0.1",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "100::1"
      })
  void anAddressThatIsNotPublicIsRefused(String address) throws Exception {
    assertFalse(PublicAddresses.isPublic(only(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::1.1.1.1",
        "::ffff:1.1.1.1"
      })
  void aPublicAddressIsAllowed(String address) throws Exception {
    assertTrue(PublicAddresses.isPublic(only(address)));
  }

  @Test
  void aNameIsRefusedIfAnyOfItsAddressesIsNotPublic() throws Exception {
    names.add("mixed.test", only("1.1.1.1"), only("10.0.0.1"));
    names.add("public.test", only("1.1.1.1"), only("2606:4700::1111"));
    assertThrows(Guard.RefusedAddress.class, () -> guard.resolve("mixed.test", 443));
    assertThrows(Guard.RefusedAddress.class, () -> guard.resolve("mixed.test"));
    assertEquals(2, guard.resolve("public.test", 443).size());
  }

  /** What was checked is what is connected to, and whatever is answered next is checked anew. */
  @Test
  void aNameThatChangesItsAddressLeadsNowhereElse() throws Exception {
    names.add("changing.test", only("1.1.1.1"));
    List<InetSocketAddress> checked = guard.resolve("changing.test", 443);
    names.add("changing.test", only("127.0.0.1"));
    assertEquals(List.of(new InetSocketAddress(only("1.1.1.1"), 443)), checked);
    assertThrows(Guard.RefusedAddress.class, () -> guard.resolve("changing.test", 443));
  }

  @Test
  void aTrustedOriginMayBePrivateButOnlyAtItsPort() throws Exception {
    names.add("fal.test", only("10.0.0.1"));
    assertEquals(1, guard.resolve("fal.test", 8090).size());
    assertThrows(Guard.RefusedAddress.class, () -> guard.resolve("fal.test", 8091));
    assertThrows(Guard.RefusedAddress.class, () -> guard.resolve("fal.test"));
  }

  @Test
  void anUnknownNameIsUnknownAndNotRefused() {
    var unknown = assertThrows(UnknownHostException.class, () -> guard.resolve("none.test", 443));
    assertFalse(unknown instanceof Guard.RefusedAddress);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://public.test/",
        "http://fal.test:8091/",
        "http://fal.test/",
        "ftp://public.test/",
        "file:///etc/passwd",
        "https://user@public.test/",
        "https://u:p@public.test/",
        "https:///x",
        "https://public.test:0/",
        "https://public.test:22/",
        "https://public.test:25/",
        "https://public.test:1023/",
        "https://public.test:65536/",
        "https://public.test:2147483647/",
        "//public.test/",
        "/x",
        "https:x",
        "jar:https://public.test/!/x"
      })
  void anAddressOfAnotherFormIsRefused(String url) {
    var refused =
        assertThrows(DownloadException.class, () -> guard.requireAllowed(URI.create(url)));
    assertEquals(Kind.REFUSED_ADDRESS, refused.kind());
    assertFalse(refused.retryable());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://public.test/a?b=c",
        "HTTPS://x/",
        "http://FAL.test:8090/files/1",
        "https://public.test:80/",
        "https://public.test:443/",
        "https://public.test:/",
        "https://public.test:1024/",
        "https://public.test:65535/"
      })
  void httpsAndTrustedOriginsAreAllowed(String url) throws Exception {
    guard.requireAllowed(URI.create(url));
  }

  private static InetAddress only(String literal) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(literal)).findFirst().orElseThrow();
  }
}
