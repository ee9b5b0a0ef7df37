package dev.darkroom.web;

import dev.darkroom.testing.RawServer;
import dev.darkroom.testing.RawServer.Reply;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A web server of a user's that webhooks may call, although it is on this machine. */
public class Receiver implements QuarkusTestResourceLifecycleManager {
  private @Nullable RawServer server;

  public static final class WithReceiver implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Receiver.class));
    }
  }

  @Override
  public Map<String, String> start() {
    // What stands in the address is the status of the answer.
    server =
        RawServer.answering(
            request ->
                new Reply(
                    Integer.parseInt(request.target().replaceAll("^/([0-9]{3}).*", "$1")),
                    Map.of(),
                    ""));
    return Map.of("darkroom.webhook-origins", server.url().toString());
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        Objects.requireNonNull(server), new TestInjector.MatchesType(RawServer.class));
  }

  @Override
  public void stop() {
    try {
      if (server != null) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
