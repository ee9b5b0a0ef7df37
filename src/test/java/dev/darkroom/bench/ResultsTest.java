package dev.darkroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final List<String> ORDER = List.of("reads", "writes");

  @TempDir Path folder;

  @Test
  void sectionsStayUntilTheyAreMeasuredAgain() throws IOException {
    write("a machine", "writes", Figure.plain("writes", "1/s"));
    write("a machine", "reads", Figure.of("reads", "2/s", "≥ 3/s", false));
    String results = write("a machine", "writes", Figure.plain("writes", "4/s"));
    assertFalse(results.contains("1/s"), results);
    assertTrue(results.contains("| reads | 2/s | ≥ 3/s | **no** |"), results);
    assertTrue(results.indexOf("## reads") < results.indexOf("## writes"), results);
    assertEquals(results, write("a machine", "writes", Figure.plain("writes", "4/s")));
  }

  @Test
  void figuresOfAnotherMachineGo() throws IOException {
    write("a machine", "writes", Figure.plain("writes", "1/s"));
    String results = write("another", "reads", Figure.plain("reads", "2/s"));
    assertTrue(results.contains("another"), results);
    assertFalse(results.contains("1/s"), results);
  }

  private String write(String where, String name, Figure figure) throws IOException {
    Path file = folder.resolve("RESULTS.md");
    Results.read(file, where, ORDER).write(name, List.of(figure));
    return Files.readString(file);
  }
}
