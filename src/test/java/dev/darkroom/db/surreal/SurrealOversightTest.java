package dev.darkroom.db.surreal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.OversightContract;
import dev.darkroom.jobs.Rows;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NeedsSurreal.class)
class SurrealOversightTest extends OversightContract {
  /** Whatever operators look for, an index gives it in order, and no more than is looked at. */
  @ParameterizedTest
  @CsvSource({
    "of_user, email = 'ann', email",
    "of_error, error_code = 'BUSY', error_code",
    "of_status, status = 'failed', status"
  })
  void whatOperatorsLookForIsFoundInOrderByAnIndex(String index, String way, String field) {
    try (SurrealRows rows = new SurrealRows()) {
      String part = OversightSurql.part("tool_job", index, way, field).strip();
      String plan =
          String.valueOf(
              rows.database.read(
                  "{ RETURN %s EXPLAIN; }".formatted(part.substring(1, part.length() - 1)),
                  Map.of("after", "a", "looks", 7)));
      assertTrue(plan.contains("IndexScan") && plan.contains(index), plan);
      assertFalse(plan.contains("Sort"), plan);
    }
  }

  @Override
  protected Rows rows(Path folder) {
    return new SurrealRows();
  }
}
