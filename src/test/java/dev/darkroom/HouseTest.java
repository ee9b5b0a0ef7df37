package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.darkroom.jobs.Loop;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the house and the arrows between them. A new arrow is a decision: change it here.
 */
class HouseTest {
  private static final String ROOT = "dev.darkroom";

  /** Which rooms each room may call. */
  private static final Map<String, Set<String>> MAY_CALL =
      Map.ofEntries(
          Map.entry("jobs", Set.of("provider", "credits", "library")),
          Map.entry(
              "operations", Set.of("jobs", "templates", "library", "media", "blobs", "provider")),
          Map.entry("provider", Set.of()),
          Map.entry("media", Set.of()),
          Map.entry("blobs", Set.of()),
          Map.entry("credits", Set.of()),
          Map.entry("templates", Set.of()),
          Map.entry("library", Set.of()),
          Map.entry(
              "web",
              Set.of(
                  "operations",
                  "jobs",
                  "templates",
                  "library",
                  "credits",
                  "blobs",
                  "access",
                  "provider",
                  "notify")),
          Map.entry("notify", Set.of("jobs", "blobs")),
          Map.entry("access", Set.of()),
          Map.entry("archive", Set.of()),
          Map.entry("doctor", Set.of("archive", "blobs", "credits")),
          // The rows of five rooms, the reference that a job keeps, and all rows as lines.
          Map.entry(
              "db",
              Set.of(
                  "access",
                  "jobs",
                  "credits",
                  "library",
                  "templates",
                  "provider",
                  "archive",
                  "notify")),
          Map.entry("emulator", Set.of("media")));

  /** Only these two may know of the framework that wires and serves. */
  private static final Set<String> FRAMED = Set.of("", "web");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void roomsCallOnlyTheRoomsThatTheyMay() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : HOUSE) {
      String room = room(from);
      for (Dependency arrow : from.getDirectDependenciesFromSelf()) {
        JavaClass to = arrow.getTargetClass();
        if (to.getPackageName().startsWith(ROOT) && !mayCall(room, room(to))) {
          wrong.add("%s → %s (%s → %s)".formatted(room, room(to), name(from), name(to)));
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  @Test
  void everyRoomIsInTheTable() {
    Set<String> rooms = new TreeSet<>();
    HOUSE.forEach(type -> rooms.add(room(type)));
    rooms.remove("");
    assertEquals(new TreeSet<>(MAY_CALL.keySet()), rooms);
  }

  @Test
  void arrowsHaveNoCycle() {
    MAY_CALL.keySet().forEach(room -> visit(room, List.of()));
  }

  private static void visit(String room, List<String> path) {
    if (path.contains(room)) {
      throw new AssertionError("A cycle of rooms: " + path + " → " + room);
    }
    List<String> longer = Stream.concat(path.stream(), Stream.of(room)).toList();
    MAY_CALL.getOrDefault(room, Set.of()).forEach(next -> visit(next, longer));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : HOUSE) {
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName());
      }
    }
    assertEquals(Set.of(), unmarked);
  }

  @Test
  void onlyTheRootAndTheWebKnowTheFramework() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass from : HOUSE) {
      for (Dependency arrow : from.getDirectDependenciesFromSelf()) {
        String to = arrow.getTargetClass().getPackageName();
        boolean framework =
            to.startsWith("jakarta.") || to.startsWith("io.quarkus.") || to.startsWith("io.vertx.");
        if (framework && !FRAMED.contains(room(from))) {
          wrong.add("%s → %s".formatted(name(from), to));
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  /** Or its end would go unnoticed. */
  @Test
  void everyLoopIsStartedWhereItIsWatched() {
    Set<String> starting = new TreeSet<>();
    for (JavaMethodCall call : HOUSE.get(Loop.class).getMethodCallsToSelf()) {
      if (call.getName().equals("start")) {
        starting.add(name(call.getOriginOwner()));
      }
    }
    assertEquals(Set.of("Loops"), starting);
  }

  @Test
  void namesSayWhatThingsAre() {
    Set<String> vague = new TreeSet<>();
    for (JavaClass type : HOUSE) {
      if (type.getSimpleName().matches(".*(Manager|Helper|Util|Utils|Impl)")) {
        vague.add(type.getName());
      }
    }
    assertEquals(Set.of(), vague);
  }

  private static boolean mayCall(String from, String to) {
    return from.isEmpty() || from.equals(to) || MAY_CALL.getOrDefault(from, Set.of()).contains(to);
  }

  /** The first part of the package below the root; empty for the root itself. */
  private static String room(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.", -1)[0];
  }

  private static String name(JavaClass type) {
    return type.getName().substring(ROOT.length() + 1);
  }
}
