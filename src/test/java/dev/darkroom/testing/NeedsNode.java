package dev.darkroom.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class, loudly, where there is no Node, before any of it begins; but not in CI. */
public final class NeedsNode implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (NodeProgram.onThePath("node") || System.getenv("CI") != null) {
      return ConditionEvaluationResult.enabled("there is Node");
    }
    String words = "NO NODE: " + context.getDisplayName() + " is skipped.";
    System.err.println(words);
    return ConditionEvaluationResult.disabled(words);
  }
}
