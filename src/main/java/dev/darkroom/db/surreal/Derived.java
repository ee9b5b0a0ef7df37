package dev.darkroom.db.surreal;

import dev.darkroom.archive.ArchiveException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the job store keeps beside the jobs so that it need not look at all of them: how many a user
 * has unfinished, the last turn of those, and the round that is being served.
 */
final class Derived {
  private static final int USERS_MAX = 500;

  private static final String IN_LANE =
      """
      {
        RETURN (SELECT email, turn FROM image_job, tool_job, video_job WHERE lane = $lane);
      }
      """;

  private static final String COUNT =
      """
      FOR $each IN $users {
        UPDATE ONLY $each.user SET unfinished = $each.unfinished, last_turn = $each.last_turn
          RETURN NONE;
      };
      """;

  private static final String ROUND = "UPDATE ONLY line:jobs SET round = $round RETURN NONE;";

  private final SurrealDatabase database;
  private final ImportMark mark;
  private final String digest;

  Derived(SurrealDatabase database, ImportMark mark, String digest) {
    this.database = database;
    this.mark = mark;
    this.digest = digest;
  }

  /**
   * Writes it anew; users without unfinished jobs are taken to say so.
   *
   * @throws ArchiveException if the mark is not that of this import
   */
  void write() {
    List<Row> waiting = new ArrayList<>(lane(1));
    waiting.addAll(lane(3));
    List<Row> underWay = lane(2);
    List<Row> unfinished = new ArrayList<>(waiting);
    unfinished.addAll(underWay);

    List<Map<String, Object>> users = users(unfinished);
    for (int i = 0; i < users.size(); i += USERS_MAX) {
      List<?> some = users.subList(i, Math.min(i + USERS_MAX, users.size()));
      mark.move(digest, COUNT, Map.of("users", some));
    }
    long round =
        underWay.isEmpty()
            ? waiting.stream().mapToLong(job -> job.number("turn")).min().orElse(0)
            : underWay.stream().mapToLong(job -> job.number("turn")).max().orElse(0);
    mark.move(digest, ROUND, Map.of("round", round));
  }

  private List<Row> lane(int lane) {
    return Row.all(database.read(IN_LANE, Map.of("lane", lane)));
  }

  private static List<Map<String, Object>> users(List<Row> unfinished) {
    Map<String, Long> counts = new HashMap<>();
    Map<String, Long> turns = new HashMap<>();
    for (Row job : unfinished) {
      counts.merge(job.text("email"), 1L, Long::sum);
      turns.merge(job.text("email"), job.number("turn"), Math::max);
    }
    List<Map<String, Object>> users = new ArrayList<>();
    counts.forEach(
        (email, count) ->
            users.add(
                Map.of(
                    "user", Ledger.user(email),
                    "unfinished", count,
                    "last_turn", turns.getOrDefault(email, -1L))));
    return users;
  }
}
