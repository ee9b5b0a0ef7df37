package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Book;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads the rows as they lie, past the stores. */
final class SqliteBook {

  private SqliteBook() {}

  /** Without more than the driver, because the simulation reads it after each move. */
  static Book read(Handle h) {
    return new Book(
        all(
            h,
            """
            SELECT user, balance, held,
              (SELECT count(*) FROM job WHERE job.user = account.user AND lane > 0)
            FROM account
            """,
            rs -> new Book.OfUser(rs.getString(1), rs.getLong(2), rs.getLong(3), rs.getLong(4))),
        all(
            h,
            """
            SELECT id, user, phase, lane, held_credits, charged_credits, submits, lost_answers
            FROM job
            """,
            rs ->
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
            rs -> new Book.Hold(rs.getString(1), rs.getString(2), rs.getLong(3), rs.getString(4))),
        all(
            h,
            "SELECT user, delta, balance, ref, job_id FROM entry ORDER BY id",
            rs ->
                new Book.Entry(
                    rs.getString(1),
                    rs.getLong(2),
                    rs.getLong(3),
                    rs.getString(4),
                    rs.getString(5))),
        all(h, "SELECT job_id FROM library_item", rs -> rs.getString(1)),
        all(
            h,
            "SELECT job_id, seq, kind FROM job_event ORDER BY job_id, seq",
            rs -> new Book.Line(rs.getString(1), rs.getLong(2), rs.getString(3))));
  }

  /** One row of an answer. */
  private interface Row<T> {
    T read(ResultSet rs) throws SQLException;
  }

  private static <T> List<T> all(Handle h, String sql, Row<T> row) {
    try (Statement statement = h.getConnection().createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      List<T> rows = new ArrayList<>();
      while (rs.next()) {
        rows.add(row.read(rs));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
