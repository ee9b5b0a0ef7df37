package dev.darkroom.simulation;

import java.time.Duration;
import java.util.List;

/** What happens to whole servers: they sleep, their clocks jump, they die at any instant. */
final class Chaos implements Runnable {
  private final World world;
  private final List<Node> nodes;

  Chaos(World world, List<Node> nodes) {
    this.world = world;
    this.nodes = nodes;
  }

  @Override
  public void run() {
    while (!world.weather.isCalm()) {
      world.timeline.pause(world.weather.between(Duration.ofMillis(500), Duration.ofMinutes(1)));
      strike(nodes.get(world.weather.below(nodes.size())));
    }
  }

  private void strike(Node node) {
    Weather weather = world.weather;
    if (weather.isCalm() || !node.alive()) {
      return;
    }
    switch (weather.below(3)) {
      case 0 -> {
        if (weather.freezes) {
          node.freeze(weather.between(Duration.ofSeconds(1), Duration.ofMinutes(3)));
        }
      }
      case 1 -> {
        if (weather.clocksJump) {
          Duration ahead = weather.between(Duration.ofSeconds(1), Duration.ofMinutes(20));
          node.setClock(weather.below(2) == 0 ? ahead : ahead.negated());
        }
      }
      default -> {
        if (!weather.never(Weather.Fault.CRASH)) {
          node.crash();
        }
      }
    }
  }
}
