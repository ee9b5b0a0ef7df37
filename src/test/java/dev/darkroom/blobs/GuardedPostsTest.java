package dev.darkroom.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.darkroom.blobs.DownloadException.Kind;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedPostsTest {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final byte[] BODY = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);

  private final InMemoryDnsResolver names = new InMemoryDnsResolver();

  @Test
  void aBodyArrivesWithItsHeaders() throws Exception {
    try (RawServer receiver =
            RawServer.answering(_ -> new Reply(503, Map.of("Retry-After", "7"), "x".repeat(5000)));
        var posts = new GuardedPosts(Set.of(receiver.url()), WITHIN)) {
      URI hook = receiver.url().resolve("/hook");
      posts.check(hook);
      assertEquals(
          new GuardedPosts.Answer(503, "7"), posts.post(hook, Map.of("webhook-id", "1"), BODY));
      RawServer.Request request = receiver.requests().getFirst();
      assertEquals("1", request.headers().get("webhook-id"));
      assertEquals(new String(BODY, StandardCharsets.UTF_8), request.body());
    }
  }

  /** The name was public when it was checked. */
  @Test
  void aNameThatHasComeToLeadInsideIsNotCalled() throws Exception {
    try (RawServer inside = RawServer.answering(_ -> new Reply(200, Map.of(), ""));
        var posts = new GuardedPosts(Set.of(), WITHIN, names)) {
      URI hook = URI.create("http://rebinds.test:%d/".formatted(inside.url().getPort()));
      names.add("rebinds.test", InetAddress.ofLiteral("1.1.1.1"));
      posts.check(hook);
      names.add("rebinds.test", InetAddress.ofLiteral("127.0.0.1"));
      assertEquals(Kind.REFUSED_ADDRESS, refused(() -> posts.post(hook, Map.of(), BODY)));
      assertEquals(Kind.REFUSED_ADDRESS, refused(() -> posts.check(hook)));
      names.add(
          "rebinds.test", InetAddress.ofLiteral("1.1.1.1"), InetAddress.ofLiteral("127.0.0.1"));
      assertEquals(Kind.REFUSED_ADDRESS, refused(() -> posts.post(hook, Map.of(), BODY)));
      assertEquals(0, inside.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://1.1.1.1/",
        "http://a@1.1.1.1/",
        "http://1.1.1.1:22/",
        "http:///x",
        "http://[::1]/",
        "http://127.0.0.1/"
      })
  void whatIsNoPublicAddressIsRefused(String url) throws Exception {
    try (var posts = new GuardedPosts(Set.of(), WITHIN)) {
      assertEquals(Kind.REFUSED_ADDRESS, refused(() -> posts.check(URI.create(url))));
    }
  }

  @Test
  void aNameThatNobodyKnowsMayBeKnownLater() throws Exception {
    try (var posts = new GuardedPosts(Set.of(), WITHIN, names)) {
      URI hook = URI.create("https://later.test/");
      posts.check(hook);
      assertEquals(Kind.UNREACHABLE, refused(() -> posts.post(hook, Map.of(), BODY)));
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private static Kind refused(Call call) {
    return assertThrows(DownloadException.class, call::run).kind();
  }
}
