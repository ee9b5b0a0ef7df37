package dev.darkroom.db.surreal;

import dev.darkroom.jobs.FigureStore;
import dev.darkroom.jobs.Figures;
import dev.darkroom.jobs.Figures.Place;
import dev.darkroom.jobs.Phase;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts the records in SurrealDB. */
public final class SurrealFigureStore implements FigureStore {
  /**
   * Each lane by itself, because only what equals is looked up in an index. The type of a picture
   * or a video is its table.
   */
  private static final String FIGURES =
      """
      {
        LET $jobs = array::concat(
          (SELECT 'image' AS type, phase, lane, created_at FROM image_job WHERE lane = 1),
          (SELECT 'image' AS type, phase, lane, created_at FROM image_job WHERE lane = 2),
          (SELECT 'image' AS type, phase, lane, created_at FROM image_job WHERE lane = 3),
          (SELECT tool_type AS type, phase, lane, created_at FROM tool_job WHERE lane = 1),
          (SELECT tool_type AS type, phase, lane, created_at FROM tool_job WHERE lane = 2),
          (SELECT tool_type AS type, phase, lane, created_at FROM tool_job WHERE lane = 3),
          (SELECT 'video' AS type, phase, lane, created_at FROM video_job WHERE lane = 1),
          (SELECT 'video' AS type, phase, lane, created_at FROM video_job WHERE lane = 2),
          (SELECT 'video' AS type, phase, lane, created_at FROM video_job WHERE lane = 3));
        LET $waiting = (SELECT VALUE created_at FROM $jobs WHERE phase = 'waiting');
        LET $balances = (SELECT VALUE credits_balance FROM user);
        LET $helds = (SELECT VALUE credits_held FROM user);
        RETURN {
          places: (SELECT type, phase, count() AS jobs FROM $jobs GROUP BY type, phase),
          since: IF array::len($waiting) > 0 { array::min($waiting) } ELSE { NONE },
          in_flight: array::len((SELECT VALUE lane FROM $jobs WHERE lane = 2)),
          balance: math::sum($balances),
          held: math::sum($helds) };
      }
      """;

  private final SurrealDatabase database;

  public SurrealFigureStore(SurrealDatabase database) {
    this.database = database;
  }

  @Override
  public Figures figures() {
    Row row = Objects.requireNonNull(Row.of(database.read(FIGURES, Map.of())));
    Map<Place, Long> unfinished = new HashMap<>();
    for (Row place : Row.all(row.list("places"))) {
      Phase phase = place.as("phase", text -> Phase.valueOf(text.toUpperCase(Locale.ROOT)));
      unfinished.put(new Place(place.text("type"), phase), place.number("jobs"));
    }
    @Nullable Instant since = row.timeOrNull("since");
    return new Figures(
        unfinished, since, row.number("in_flight"), row.number("balance"), row.number("held"));
  }
}
