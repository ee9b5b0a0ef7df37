package dev.darkroom.provider;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;

/** Sensible defaults for tests of the client. */
final class FalFixture {
  static final String KEY = "key-id:key-secret";
  static final String MODEL = "fal-ai/clarity-upscaler/fast";
  static final JsonNode INPUT =
      JsonNodeFactory.instance.objectNode().put("image_url", "https://example.test/a.png");
  static final RequestRef REF = RequestRef.of(MODEL, "r-1");

  private FalFixture() {}

  static FalSettings settings(URI url) {
    return FalSettings.of(KEY, url, url);
  }

  static FalSettings hasty(URI url) {
    return settings(url).withCallTimeout(Duration.ofMillis(400));
  }

  /** What a client throws that asks a server which always gives this answer. */
  static ProviderException failure(Reply reply, Call call) {
    try (var server = RawServer.answering(request -> reply);
        var fal = new Fal(settings(server.url()))) {
      return failure(() -> call.on(fal));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static ProviderException failure(Executable call) {
    return assertThrows(ProviderException.class, call);
  }

  interface Call {
    void on(Fal fal) throws ProviderException;
  }
}
