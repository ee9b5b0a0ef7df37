package dev.darkroom.emulator;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Optional;

/**
 * One way of being cruel to whoever is told of an end. It is met by one attempt; a retry is honest
 * again unless more was ordered.
 */
@JsonSubTypes({
  @JsonSubTypes.Type(value = HookWay.Forge.class, name = "forge"),
  @JsonSubTypes.Type(value = HookWay.Stale.class, name = "stale"),
  @JsonSubTypes.Type(value = HookWay.Tamper.class, name = "tamper"),
  @JsonSubTypes.Type(value = HookWay.Foreign.class, name = "foreign"),
  @JsonSubTypes.Type(value = HookWay.WithoutPayload.class, name = "without-payload"),
  @JsonSubTypes.Type(value = HookWay.Duplicate.class, name = "duplicate"),
  @JsonSubTypes.Type(value = HookWay.Replay.class, name = "replay"),
  @JsonSubTypes.Type(value = HookWay.Delay.class, name = "delay"),
  @JsonSubTypes.Type(value = HookWay.Reorder.class, name = "reorder"),
  @JsonSubTypes.Type(value = HookWay.Drop.class, name = "drop")
})
public sealed interface HookWay extends Way {

  @Override
  default boolean fits(Call call) {
    return call == Call.WEBHOOK;
  }

  /** What is sent is not what should be sent. */
  sealed interface Changed extends HookWay {}

  /** Signed with a key that was never published. */
  record Forge() implements Changed {}

  /** Signed rightly, but so many seconds ago; fewer than none lie in the future. */
  record Stale(int seconds) implements Changed {}

  /** Its {@code status} was turned round after signing. */
  record Tamper() implements Changed {}

  /**
   * Speaks of another request, and is signed rightly.
   *
   * @param requestId of which one; absent: of one that there never was
   */
  record Foreign(Optional<String> requestId) implements Changed {}

  /** Only says how it ended; the result must be fetched, as with payloads that are not JSON. */
  record WithoutPayload() implements Changed {}

  /** Sent so many times at once. It counts as told if one of them is answered well. */
  record Duplicate(int times) implements HookWay {
    private static final int MAX_TIMES = 100;

    public Duplicate {
      if (times < 2 || times > MAX_TIMES) {
        throw new IllegalArgumentException("times must lie in [2, " + MAX_TIMES + "]");
      }
    }
  }

  /** Sent, and byte for byte again so many seconds later. The second is forgotten at a restart. */
  record Replay(int seconds) implements HookWay {
    public Replay {
      require(seconds);
    }
  }

  /** Sent so many seconds later than it should be. */
  record Delay(int seconds) implements HookWay {
    public Delay {
      require(seconds);
    }
  }

  /** Held back until a request that ended later was told of, or for so many seconds. */
  record Reorder(int maxSeconds) implements HookWay {
    public Reorder {
      require(maxSeconds);
    }
  }

  /** Never sent, and not tried again. */
  record Drop() implements HookWay {}

  private static void require(int seconds) {
    if (seconds < 0) {
      throw new IllegalArgumentException("seconds must not be negative");
    }
  }
}
