package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Book;

/** Reads the rows as they lie, past the stores. */
final class SqliteBook {

  private SqliteBook() {}

  static Book read(Session h) {
    return new Book(
        h.query(
                """
            SELECT user, balance, held,
              (SELECT count(*) FROM job WHERE job.user = account.user AND lane > 0)
            FROM account
            """)
            .list(row -> new Book.OfUser(row.text(1), row.number(2), row.number(3), row.number(4))),
        h.query(
                """
            SELECT id, user, phase, lane, held_credits, charged_credits, submits, lost_answers
            FROM job
            """)
            .list(
                row ->
                    new Book.OfJob(
                        row.text(1),
                        row.text(2),
                        row.text(3),
                        row.number(4),
                        row.number(5),
                        row.numberOrNull("charged_credits"),
                        row.number(7),
                        row.number(8))),
        h.query("SELECT job_id, user, credits, state FROM hold")
            .list(row -> new Book.Hold(row.text(1), row.text(2), row.number(3), row.text(4))),
        h.query("SELECT user, delta, balance, ref, job_id FROM entry ORDER BY id")
            .list(
                row ->
                    new Book.Entry(
                        row.text(1), row.number(2), row.number(3), row.text(4), row.text(5))),
        h.query("SELECT job_id FROM library_item").list(row -> row.text(1)),
        h.query("SELECT job_id, seq, kind FROM job_event ORDER BY job_id, seq")
            .list(row -> new Book.Line(row.text(1), row.number(2), row.text(3))));
  }
}
