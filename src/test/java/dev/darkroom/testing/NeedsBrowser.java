package dev.darkroom.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class, loudly, where there is no Chromium, before any of it begins; but not in CI. */
public final class NeedsBrowser implements ExecutionCondition {
  private static final List<String> PLACES =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/snap/bin/chromium",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  /** The program, if there is one. */
  public static Optional<Path> program() {
    return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (program().isPresent() || System.getenv("CI") != null) {
      return ConditionEvaluationResult.enabled("there is Chromium");
    }
    String words = "NO CHROMIUM: " + context.getDisplayName() + " is skipped.";
    System.err.println(words);
    return ConditionEvaluationResult.disabled(words);
  }
}
