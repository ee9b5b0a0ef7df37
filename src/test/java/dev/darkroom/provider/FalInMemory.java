package dev.darkroom.provider;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/** The real client, over a wire that is code of a test. */
public final class FalInMemory {
  private static final URI QUEUE = URI.create("https://queue.example");

  private FalInMemory() {}

  /** What is at the other end of the wire. */
  public interface Wire {
    /**
     * Exchanges a request for an answer.
     *
     * @throws IOException as the network does; whether the request's entity was written first says
     *     whether it may have arrived
     */
    ClassicHttpResponse exchange(ClassicHttpRequest request) throws IOException;
  }

  public static Fal over(Wire wire) {
    FalSettings settings =
        FalSettings.of("test:test", QUEUE, QUEUE).withCallTimeout(Duration.ofHours(1));
    return new Fal(settings, new FalHttp(settings, new Client(wire)));
  }

  private static final class Client extends CloseableHttpClient {
    private final Wire wire;

    Client(Wire wire) {
      this.wire = wire;
    }

    @Override
    public ClassicHttpResponse executeOpen(
        HttpHost target, ClassicHttpRequest request, HttpContext context) throws IOException {
      return wire.exchange(request);
    }

    @Override
    protected CloseableHttpResponse doExecute(
        HttpHost target, ClassicHttpRequest request, HttpContext context) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close(CloseMode closeMode) {}

    @Override
    public void close() {}
  }
}
