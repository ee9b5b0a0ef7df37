package dev.darkroom.db.surreal;

import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Skips a class of either kind where there is no server, before any of it begins. */
final class NeedsSurreal implements ExecutionCondition, SkipExecutionHook {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    try {
      SurrealServer.shared();
      return ConditionEvaluationResult.enabled("there is a server");
    } catch (TestAbortedException e) {
      return ConditionEvaluationResult.disabled(e.getMessage());
    }
  }

  @Override
  public SkipResult shouldBeSkipped(LifecycleContext context) {
    try {
      SurrealServer.shared();
      return SkipResult.doNotSkip();
    } catch (TestAbortedException e) {
      return SkipResult.skip(e.getMessage());
    }
  }
}
