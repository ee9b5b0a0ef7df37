package dev.darkroom.db.surreal;

import dev.darkroom.jobs.OversightStore.Filter;
import dev.darkroom.jobs.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The blocks of what operators see, named after what they read. */
final class OversightSurql {

  private OversightSurql() {}

  /** The first rows of the index that leaves the fewest, as far as that can be known. */
  static String found(Filter filter) {
    if (filter.user() != null) {
      return found(filter, "of_user", "email", Stream.of("email = $email"));
    }
    if (filter.error() != null) {
      return found(filter, "of_error", "error_code", Stream.of("error_code = $error"));
    }
    Phase.Status only = filter.narrowest();
    return found(
        filter,
        "of_status",
        "status",
        Arrays.stream(Phase.Status.values())
            .filter(status -> only == null || status == only)
            .map(status -> "status = '%s'".formatted(JobRow.text(status))));
  }

  private static String found(Filter filter, String index, String field, Stream<String> ways) {
    return """
        {
          LET $found = array::concat([], %s);
          RETURN (SELECT * FROM $found ORDER BY newest LIMIT $looks);
        }
        """
        .formatted(
            ways.flatMap(
                    way -> tables(filter).stream().map(table -> part(table, index, way, field)))
                .collect(Collectors.joining(",\n")));
  }

  /** What an index does alone, in its order: see the faults in {@link JobSurql}. */
  static String part(String table, String index, String way, String field) {
    return """
        (SELECT id, email, status, phase, tool_type, error_code, newest FROM %s WITH INDEX %s
          WHERE %s AND newest > $after ORDER BY %s, newest LIMIT $looks)"""
        .formatted(table, index, way, field);
  }

  private static List<String> tables(Filter filter) {
    JobTable only = filter.type() == null ? null : JobTable.ofType(filter.type());
    return Arrays.stream(JobTable.values())
        .filter(table -> only == null || table == only)
        .map(table -> table.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  static final String ALL = "{ RETURN (SELECT * FROM $jobs); }";

  static final String FIND =
      """
      {
        LET $own = (SELECT * FROM $jobs);
        IF array::len($own) > 0 { RETURN $own[0] };
        RETURN (SELECT * FROM image_job, tool_job, video_job WHERE fal_request_id = $id)[0];
      }
      """;

  static final String BESIDE =
      """
      {
        LET $job = (SELECT lease_owner, lease_until FROM $jobs)[0];
        RETURN {
          lease_owner: $job.lease_owner ?? '',
          lease_until: $job.lease_until,
          hold: (SELECT * FROM ONLY $hold),
          entry: (SELECT * FROM credit_txn WITH INDEX of_job WHERE job = $job_id LIMIT 1)[0]
        };
      }
      """;

  static final String QUEUE =
      """
      {
        LET $waiting = array::concat(
          (SELECT VALUE id FROM image_job WITH INDEX in_turn WHERE lane = 1 LIMIT $most),
          (SELECT VALUE id FROM image_job WITH INDEX in_turn WHERE lane = 3 LIMIT $most),
          (SELECT VALUE id FROM tool_job WITH INDEX in_turn WHERE lane = 1 LIMIT $most),
          (SELECT VALUE id FROM tool_job WITH INDEX in_turn WHERE lane = 3 LIMIT $most),
          (SELECT VALUE id FROM video_job WITH INDEX in_turn WHERE lane = 1 LIMIT $most),
          (SELECT VALUE id FROM video_job WITH INDEX in_turn WHERE lane = 3 LIMIT $most));
        LET $first = array::concat(
          %s);
        LET $oldest = (SELECT start_by, created_at FROM $first ORDER BY start_by LIMIT 1)[0];
        LET $under_way = array::concat(
          (SELECT VALUE id FROM image_job WITH INDEX in_turn WHERE lane = 2 LIMIT $most),
          (SELECT VALUE id FROM tool_job WITH INDEX in_turn WHERE lane = 2 LIMIT $most),
          (SELECT VALUE id FROM video_job WITH INDEX in_turn WHERE lane = 2 LIMIT $most));
        RETURN {
          waiting: math::min([$most, array::len($waiting)]),
          oldest: $oldest.created_at,
          in_flight: math::min([$most, array::len($under_way)])
        };
      }
      """
          .formatted(
              tables(Filter.ANY).stream()
                  .flatMap(table -> Stream.of(first(table, 1), first(table, 3)))
                  .collect(Collectors.joining(",\n    ")));

  private static String first(String table, int lane) {
    return "(SELECT lane, start_by, created_at FROM %s WITH INDEX overdue WHERE lane = %d "
            .formatted(table, lane)
        + "ORDER BY lane, start_by LIMIT 1)";
  }

  static final String USERS =
      "{ RETURN (SELECT * FROM type::record('user', $from..$end) LIMIT $limit); }";

  static final String USERS_AFTER =
      "{ RETURN (SELECT * FROM type::record('user', $from>..$end) LIMIT $limit); }";

  static final String USER = "{ RETURN (SELECT * FROM ONLY $user); }";

  static final String INTAKE = "{ RETURN (SELECT * FROM ONLY intake:submits); }";

  static final String SET_INTAKE =
      "{ UPSERT ONLY intake:submits CONTENT $row RETURN NONE; RETURN true; }";
}
