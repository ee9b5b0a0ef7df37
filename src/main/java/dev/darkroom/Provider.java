package dev.darkroom;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.provider.Calls;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.FalSettings;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The provider that was chosen: the real one with a key, else the emulator in this process.
 *
 * @param origins addresses from which results may be fetched although they are plain or private
 */
record Provider(Fal fal, Set<URI> origins, @Nullable Emulator emulator) implements AutoCloseable {
  /** The emulator takes any key. */
  private static final String PRACTICE_KEY = "practice:practice";

  static Provider choose(
      DarkroomSettings settings, OperationSettings operations, DataFolder data, Calls calls) {
    // What is stored is either brought by a user or made, and may be handed over again.
    long most = Math.max(operations.videoBytesMax(), operations.videoResultBytesMax());
    return settings
        .fal()
        .key()
        .map(key -> real(settings.fal(), key, most, calls))
        .orElseGet(() -> practice(settings.emulator(), data, most, calls));
  }

  private static Provider real(
      DarkroomSettings.Provider settings, String key, long most, Calls calls) {
    FalSettings fal =
        FalSettings.of(key, settings.queueUrl(), settings.restUrl()).withMaxUploadBytes(most);
    Set<URI> origins = new HashSet<>();
    origins.add(origin(settings.queueUrl()));
    origins.add(origin(settings.restUrl()));
    return new Provider(new Fal(fal, calls), Set.copyOf(origins), null);
  }

  private static Provider practice(
      DarkroomSettings.Practice settings, DataFolder data, long most, Calls calls) {
    Emulator emulator;
    try {
      emulator =
          Emulator.start(
              EmulatorSettings.in(data.emulator())
                  .withPort(settings.port())
                  .withDelays(settings.queueDelay(), settings.runDelay())
                  .withLimits(EmulatorSettings.Limits.DEFAULT.withMaxFileBytes(most)));
    } catch (IOException e) {
      throw new StartException(
          "DARKROOM_EMULATOR_PORT %d cannot be used: %s"
              .formatted(settings.port(), e.getMessage()));
    }
    FalSettings fal =
        FalSettings.of(PRACTICE_KEY, emulator.queueUrl(), emulator.restUrl())
            .withMaxUploadBytes(most);
    return new Provider(new Fal(fal, calls), Set.of(origin(emulator.queueUrl())), emulator);
  }

  private static URI origin(URI url) {
    return url.resolve("/");
  }

  @Override
  public void close() {
    fal.close();
    if (emulator != null) {
      emulator.close();
    }
  }
}
