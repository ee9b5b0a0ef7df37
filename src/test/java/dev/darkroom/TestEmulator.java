package dev.darkroom;

import dev.darkroom.emulator.Accepted;
import dev.darkroom.emulator.Call;
import dev.darkroom.emulator.Cruelty;
import dev.darkroom.emulator.Emulator;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The emulator that the server under test talks to. */
@Singleton
public class TestEmulator {
  private final Emulator emulator;

  TestEmulator(Provider provider) {
    this.emulator = Objects.requireNonNull(provider.emulator());
  }

  /** Where to order that something goes wrong. */
  public Cruelty cruelty() {
    return emulator.cruelty();
  }

  /** The models of all requests that were ever accepted, in order. */
  public List<String> models() {
    return emulator.accepted().stream()
        .sorted(Comparator.comparing(Accepted::acceptedAt))
        .map(Accepted::model)
        .toList();
  }

  /** How many requests were ever accepted. */
  public int accepted() {
    return emulator.accepted().size();
  }

  /** How many calls of any kind were ever made to it. */
  public long calls() {
    return Arrays.stream(Call.values()).mapToLong(emulator::calls).sum();
  }
}
