package dev.darkroom.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Addresses that would lead Darkroom to itself, to its network, or to what is no web server. {@code
 * %d} is the port of a server on this machine, to which nothing may ever connect.
 */
@QuarkusTest
class HostileAddressTest extends ServerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Schemes
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "ftp://127.0.0.1:%d/a.png",
        "gopher://127.0.0.1:%d/_GET",
        "dict://127.0.0.1:%d/info",
        "ldap://127.0.0.1:%d/a",
        "jar:http://127.0.0.1:%d/a.jar!/b.png",
        "javascript:alert(1)",
        "ws://127.0.0.1:%d/",
        "//127.0.0.1:%d/a.png",
        "/etc/passwd",
        "https:a.png",
        "https:///a.png",
        // Credentials, and what hides the host
        "http://user:secret@127.0.0.1:%d/a.png",
        "https://example.com@127.0.0.1:%d/a.png",
        "https://user@1.1.1.1/a.png",
        "https://@1.1.1.1/a.png",
        "https://1.1.1.1\\@127.0.0.1:%d/a.png",
        "https://127.0.0.1%00.example.com/a.png",
        "https://127.0.0.1\n.example.com/a.png",
        " https://127.0.0.1:%d/a.png",
        // Ports
        "http://127.0.0.1:%d//a.png",
        "https://1.1.1.1:0/a.png",
        "https://1.1.1.1:22/a.png",
        "http://1.1.1.1:25/a.png",
        "https://1.1.1.1:65536/a.png",
        "https://1.1.1.1:2147483647/a.png",
        "https://1.1.1.1:99999999999/a.png",
        "https://1.1.1.1:-1/a.png",
        // This machine
        "http://127.0.0.1:%d/a.png",
        "https://127.0.0.1:%d/a.png",
        "http://localhost:%d/a.png",
        "http://LOCALHOST:%d/a.png",
        "http://127.255.255.254:%d/a.png",
        "http://0.0.0.0:%d/a.png",
        "http://[::1]:%d/a.png",
        "http://[::]:%d/a.png",
        "http://[0:0:0:0:0:0:0:1]:%d/a.png",
        // It and its network, as IPv4 inside of IPv6
        "http://[::ffff:127.0.0.1]:%d/a.png",
        "http://[::ffff:7f00:1]:%d/a.png",
        "http://[::127.0.0.1]:%d/a.png",
        "http://[64:ff9b::7f00:1]:%d/a.png",
        "http://[64:ff9b::10.0.0.1]/a.png",
        "http://[2002:7f00:1::]/a.png",
        "http://[2001:0:7f00:1::]/a.png",
        // Numbers that resolvers take for addresses
        "http://2130706433:%d/a.png",
        "http://127.1:%d/a.png",
        "http://127.0.1:%d/a.png",
        "http://0:%d/a.png",
        // Networks that are not public
        "http://10.0.0.1/a.png",
        "http://172.16.0.1/a.png",
        "http://172.31.255.254/a.png",
        "http://192.168.1.1/a.png",
        "http://100.64.0.1/a.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/latest/meta-data/",
        "http://2852039166/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[fe80::1]/a.png",
        "http://[fe80::1%25lo]/a.png",
        "http://[fec0::1]/a.png",
        "http://224.0.0.1/a.png",
        "http://[ff02::1]/a.png",
        "http://255.255.255.255/a.png",
        "http://192.0.2.1/a.png",
        "http://[2001:db8::1]/a.png",
        // Digits and dots that only look so
        "http://１２７.0.0.1:%d/a.png",
        "http://①②⑦.0.0.1:%d/a.png",
        "http://127。0。0。1:%d/a.png",
        "http://ｌｏｃａｌｈｏｓｔ:%d/a.png",
        "http://local_host:%d/a.png",
        "http://[::1/a.png",
        "http://[:::1]/a.png",
        "https://exa mple.com/a.png",
        "https://[",
        "%%%",
        "nonsense"
      })
  void isRefusedBeforeAnythingIsAsked(String address) throws IOException {
    try (RawServer here = RawServer.answering(_ -> Reply.json(200, "secret"))) {
      refused(400, "BAD_URL", "image_url", () -> upscale(asking(address, here)));
      assertEquals(0, here.connections());
    }
  }

  /** Not every resolver takes these for addresses; those that do must not be led here, either. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://0x7f000001:%d/a.png",
        "http://0x7f.0.0.1:%d/a.png",
        "http://0177.0.0.1:%d/a.png",
        "http://017700000001:%d/a.png",
        "http://0300.0250.1.1/a.png",
        "http://127.0.0.1.:%d/a.png",
        "http://localhost.:%d/a.png",
        "http://4294967297:%d/a.png",
        "http://256.0.0.1:%d/a.png",
        "http://127.0.0.1.invalid:%d/a.png"
      })
  void leadsNowhere(String address) throws IOException {
    try (RawServer here = RawServer.answering(_ -> Reply.json(200, "secret"))) {
      Footprint before = footprint();
      String code = upscale(asking(address, here)).path("code");
      assertEquals(code.equals("BAD_URL") ? code : "URL_UNREADABLE", code);
      assertEquals(0, here.connections());
      assertUntouched(before);
    }
  }

  private static String asking(String address, RawServer here) {
    String url = address.replace("%d", String.valueOf(here.url().getPort()));
    return JsonNodeFactory.instance.objectNode().put("image_url", url).toString();
  }
}
