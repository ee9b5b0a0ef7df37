package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.Phase;
import dev.darkroom.operations.OperationSettings;
import dev.darkroom.operations.StorageSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documents say is what the code does. */
class DocsTest {

  @Test
  void theDiagramShowsEveryTransitionAndNoOther() throws IOException {
    Set<String> coded = new TreeSet<>();
    coded.add("[*] --> waiting");
    for (Phase phase : Phase.values()) {
      phase.next().forEach(next -> coded.add(text(phase) + " --> " + text(next)));
      if (phase.terminal()) {
        coded.add(text(phase) + " --> [*]");
      }
    }
    Set<String> drawn =
        Pattern.compile("^  (\\S+ --> \\S+)$", Pattern.MULTILINE)
            .matcher(read("ARCHITECTURE.md"))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(coded, drawn);
  }

  @Test
  void theReadmeTellsEverySettingAndItsDefault() throws IOException {
    String readme = read("README.md");
    Set<String> named = new TreeSet<>();
    for (Class<?> settings :
        List.of(
            DarkroomSettings.class,
            JobSettings.class,
            OperationSettings.class,
            S3Settings.class,
            StorageSettings.class,
            SurrealSettings.class)) {
      String prefix = settings.getAnnotation(ConfigMapping.class).prefix();
      check(settings, variable(prefix), readme, named);
    }
    Set<String> told =
        Pattern.compile("DARKROOM_[A-Z0-9_]+")
            .matcher(readme)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    told.removeAll(Set.of("DARKROOM_HOST", "DARKROOM_PORT"));
    assertEquals(named, told);
  }

  /** Known by the names that users of R2 and of SurrealDB expect. */
  private static final Set<String> NAMES_OF_THEIR_OWN =
      Set.of(
          "DARKROOM_R2_BUCKET",
          "DARKROOM_R2_ENDPOINT",
          "DARKROOM_R2_ACCOUNT_ID",
          "DARKROOM_R2_REGION",
          "DARKROOM_R2_ACCESS_KEY_ID",
          "DARKROOM_R2_SECRET_ACCESS_KEY",
          "DARKROOM_SURREAL_URL",
          "DARKROOM_SURREAL_NAMESPACE",
          "DARKROOM_SURREAL_DATABASE",
          "DARKROOM_SURREAL_USERNAME",
          "DARKROOM_SURREAL_PASSWORD",
          "DARKROOM_SURREAL_USER_LEVEL");

  private static void check(Class<?> settings, String prefix, String readme, Set<String> named) {
    for (Method setting : settings.getDeclaredMethods()) {
      String variable = prefix + "_" + variable(setting.getName());
      if (setting.getReturnType().isInterface()
          && setting.getReturnType().getEnclosingClass() == settings) {
        // FAL_KEY and its neighbours have names of their own.
        if (!setting.getName().equals("fal")) {
          check(setting.getReturnType(), variable, readme, named);
        }
        continue;
      }
      if (NAMES_OF_THEIR_OWN.contains(variable)) {
        variable = variable.substring("DARKROOM_".length());
        assertFalse(row(readme, variable).isEmpty(), variable);
      } else {
        named.add(variable);
      }
      WithDefault otherwise = setting.getAnnotation(WithDefault.class);
      if (otherwise != null) {
        String row = row(readme, variable);
        assertTrue(row.contains("`" + otherwise.value() + "`"), "default of " + variable);
      }
    }
  }

  private static String row(String readme, String variable) {
    return readme
        .lines()
        .filter(line -> line.startsWith("|") && line.contains("`" + variable + "`"))
        .findFirst()
        .orElse("");
  }

  private static String variable(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2")
        .replace('.', '_')
        .replace('-', '_')
        .toUpperCase(Locale.ROOT);
  }

  private static String text(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }
}
