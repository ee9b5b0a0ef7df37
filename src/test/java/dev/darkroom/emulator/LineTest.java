package dev.darkroom.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineTest {
  private static QueuedRequest request(int number) {
    var submission =
        new Submission(
            "r" + number,
            "darkroom/echo",
            "",
            Optional.empty(),
            false,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty());
    return new QueuedRequest(submission, new QueuedRequest.Waiting());
  }

  @Test
  void everybodysPlaceIsWhatCountingWouldSay() {
    Line line = new Line();
    List<QueuedRequest> counted = new ArrayList<>();
    Random random = new Random(1);
    for (int step = 0; step < 5_000; step++) {
      if (counted.isEmpty() || random.nextInt(5) < 3) {
        QueuedRequest request = request(step);
        line.add(request);
        counted.add(request);
      } else {
        int place = random.nextBoolean() ? 0 : random.nextInt(counted.size());
        line.remove(counted.remove(place));
      }
      assertEquals(counted.size(), line.size());
      assertEquals(counted.stream().findFirst(), line.peek());
      if (!counted.isEmpty()) {
        int place = random.nextInt(counted.size());
        assertEquals(Optional.of(place), line.ahead(counted.get(place)));
      }
    }
  }

  @Test
  void whoeverLeftHasNoPlace() {
    Line line = new Line();
    QueuedRequest request = request(1);
    assertEquals(false, line.remove(request));
    line.add(request);
    assertEquals(true, line.remove(request));
    assertEquals(Optional.empty(), line.ahead(request));
  }
}
