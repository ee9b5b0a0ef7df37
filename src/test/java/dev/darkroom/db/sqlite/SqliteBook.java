package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Book;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Reads the rows as they lie, past the stores. */
final class SqliteBook {

  private SqliteBook() {}

  /** By hand and not by reflection, because the simulation reads it after each move. */
  static Book read(Handle h) {
    return new Book(
        all(
            h,
            """
            SELECT user, balance, held,
              (SELECT count(*) FROM job WHERE job.user = account.user AND lane > 0)
            FROM account
            """,
            (rs, _) ->
                new Book.OfUser(rs.getString(1), rs.getLong(2), rs.getLong(3), rs.getLong(4))),
        all(
            h,
            """
            SELECT id, user, phase, lane, held_credits, charged_credits, submits, lost_answers
            FROM job
            """,
            (rs, _) ->
                new Book.OfJob(
                    rs.getString(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getLong(4),
                    rs.getLong(5),
                    rs.getObject(6) == null ? null : Long.valueOf(rs.getLong(6)),
                    rs.getLong(7),
                    rs.getLong(8))),
        all(
            h,
            "SELECT job_id, user, credits, state FROM hold",
            (rs, _) ->
                new Book.Hold(rs.getString(1), rs.getString(2), rs.getLong(3), rs.getString(4))),
        all(
            h,
            "SELECT user, delta, balance, ref, job_id FROM entry ORDER BY id",
            (rs, _) ->
                new Book.Entry(
                    rs.getString(1),
                    rs.getLong(2),
                    rs.getLong(3),
                    rs.getString(4),
                    rs.getString(5))),
        all(h, "SELECT job_id FROM library_item", (rs, _) -> rs.getString(1)),
        all(
            h,
            "SELECT job_id, seq, kind FROM job_event ORDER BY job_id, seq",
            (rs, _) -> new Book.Line(rs.getString(1), rs.getLong(2), rs.getString(3))));
  }

  private static <T> List<T> all(Handle h, String sql, RowMapper<T> row) {
    return h.createQuery(sql).map(row).list();
  }
}
