package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class HookLineTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private Instant now = NOW;
  private final HookLine line = new HookLine(() -> now);

  private static Hook ended(String id, int seconds) {
    return Hook.first(id, "http://127.0.0.1/", NOW.plusSeconds(seconds));
  }

  private List<String> taken(int count) throws InterruptedException {
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      if (line.take() instanceof Hook hook) {
        ids.add(hook.id());
      }
    }
    return ids;
  }

  @Test
  void whatIsDueFirstGoesFirst() throws Exception {
    line.add(ended("late", -1));
    line.add(ended("early", -3));
    line.add(ended("middle", -2));
    assertEquals(List.of("early", "middle", "late"), taken(3));
  }

  @Test
  void onlyALaterEndLetsGoWhatIsHeldBack() throws Exception {
    Hook held = ended("held", -5);
    line.hold(held.spared(NOW.plusSeconds(60)));
    line.told(ended("before", -6));
    line.told(held);
    // What was let go at any of this would be due before the other one.
    now = NOW.plusSeconds(30);
    line.add(ended("other", 20));
    assertEquals(List.of("other"), taken(1));
    line.told(ended("other", 20));
    assertEquals(List.of("held"), taken(1));
  }

  @Test
  void nothingIsHeldBackForWhatWentAlready() throws Exception {
    line.told(ended("later", -1));
    line.hold(ended("held", -5).spared(NOW.plusSeconds(60)));
    assertEquals(List.of("held"), taken(1));
  }
}
