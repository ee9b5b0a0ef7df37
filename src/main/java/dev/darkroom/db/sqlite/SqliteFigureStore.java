package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.FigureStore;
import dev.darkroom.jobs.Figures;
import dev.darkroom.jobs.Figures.Place;
import dev.darkroom.jobs.Phase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the rows in SQLite, beside the writer. */
public final class SqliteFigureStore implements FigureStore {
  /** The index of a user's unfinished jobs leads to all that are unfinished. */
  private static final String UNFINISHED =
      """
      SELECT type, phase, count(*) AS jobs, min(created_at) AS since, sum(lane = 2) AS in_flight
      FROM job WHERE lane > 0 GROUP BY type, phase
      """;

  private static final String CREDITS =
      "SELECT coalesce(sum(balance), 0) AS balance, coalesce(sum(held), 0) AS held FROM account";

  private final Database database;

  public SqliteFigureStore(Database database) {
    this.database = database;
  }

  private record Line(Place place, long jobs, Instant since, long inFlight) {}

  private record Credits(long balance, long held) {}

  @Override
  public Figures figures() {
    return database.read(SqliteFigureStore::figures);
  }

  private static Figures figures(Session h) {
    List<Line> lines =
        h.query(UNFINISHED)
            .list(
                row ->
                    new Line(
                        new Place(
                            row.text("type"),
                            Phase.valueOf(row.text("phase").toUpperCase(Locale.ROOT))),
                        row.number("jobs"),
                        row.time("since"),
                        row.number("in_flight")));
    Credits credits =
        h.query(CREDITS).one(row -> new Credits(row.number("balance"), row.number("held")));
    Map<Place, Long> unfinished = new HashMap<>();
    long inFlight = 0;
    @Nullable Instant waitingSince = null;
    for (Line line : lines) {
      unfinished.put(line.place(), line.jobs());
      inFlight += line.inFlight();
      if (line.place().phase() == Phase.WAITING
          && (waitingSince == null || line.since().isBefore(waitingSince))) {
        waitingSince = line.since();
      }
    }
    return new Figures(unfinished, waitingSince, inFlight, credits.balance(), credits.held());
  }
}
