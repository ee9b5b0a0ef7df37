package dev.darkroom.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A first-in first-out line that knows everybody's place without counting the whole line.
 *
 * <p>Each entry has a number; the place is the distance to the head, less those that left between.
 * Not safe for several threads.
 */
final class Line {
  private final Deque<QueuedRequest> waiting = new ArrayDeque<>();
  private final Map<QueuedRequest, Long> numbers = new HashMap<>();
  private final TreeSet<Long> left = new TreeSet<>();
  private long nextNumber;

  void add(QueuedRequest request) {
    waiting.addLast(request);
    numbers.put(request, nextNumber);
    nextNumber++;
  }

  int size() {
    return numbers.size();
  }

  /** The head, or empty. */
  Optional<QueuedRequest> peek() {
    while (!waiting.isEmpty() && !numbers.containsKey(waiting.getFirst())) {
      waiting.removeFirst();
      left.pollFirst();
    }
    return Optional.ofNullable(waiting.peekFirst());
  }

  /** Takes one out, wherever it stands; false if it is not in this line. */
  boolean remove(QueuedRequest request) {
    Long number = numbers.remove(request);
    if (number == null) {
      return false;
    }
    left.add(number);
    peek();
    return true;
  }

  /** How many stand before it; empty if it is not in this line. */
  Optional<Integer> ahead(QueuedRequest request) {
    Long number = numbers.get(request);
    if (number == null) {
      return Optional.empty();
    }
    long headNumber = nextNumber - waiting.size();
    return Optional.of((int) (number - headNumber) - left.headSet(number).size());
  }
}
