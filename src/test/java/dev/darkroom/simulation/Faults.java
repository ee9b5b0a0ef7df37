package dev.darkroom.simulation;

import dev.darkroom.jobs.Move;
import dev.darkroom.jobs.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What may happen around a write, a call or a file, on its way there and on its way back. */
final class Faults {
  /** Those after which the rows are looked at. */
  private static final Set<String> MOVES = Set.of("admit", "record", "grant", "askCancel");

  private final World world;

  Faults(World world) {
    this.world = world;
  }

  /** A moment of a server: it takes time, others come between, and it may be the last. */
  void moment(Node node, String what) {
    world.timeline.pause(world.weather.work());
    world.note(node + ": " + what);
    if (world.weather.happens(Weather.Fault.CRASH)) {
      node.crash();
      throw new Crash();
    }
  }

  /** The store as one server reaches it. */
  <S> S around(Class<S> type, S store, Node node) {
    Object door =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, args) -> {
              moment(node, method.getName());
              if (world.weather.happens(Weather.Fault.STORE_REFUSES)) {
                world.tally.storeFaults++;
                throw new StoreException("The store does not answer", null);
              }
              Object answer;
              try {
                answer = method.invoke(store, args);
              } catch (InvocationTargetException e) {
                // A store in trouble is told so by us alone here.
                throw new Broken(Objects.requireNonNullElse(e.getCause(), e));
              }
              if (MOVES.contains(method.getName())) {
                if (args[0] instanceof Move move && !Optional.empty().equals(answer)) {
                  world.rules.recorded(move);
                }
                if (method.getName().equals("askCancel") && Boolean.TRUE.equals(answer)) {
                  world.rules.cancelWished((String) args[0]);
                }
                world.invariants.check();
                if (world.weather.happens(Weather.Fault.STORE_UNSURE)) {
                  world.tally.storeFaults++;
                  throw new StoreException("The store does not say", null);
                }
              }
              moment(node, method.getName() + " done");
              return answer;
            });
    return type.cast(door);
  }
}
