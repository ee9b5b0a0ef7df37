package dev.darkroom.db.sqlite;

import dev.darkroom.jobs.Book;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Reads the rows as they lie, past the stores. */
final class SqliteBook {

  private SqliteBook() {}

  static Book read(Handle h) {
    return new Book(
        all(
            h,
            Book.OfUser.class,
            """
            SELECT *, (SELECT count(*) FROM job WHERE job.user = account.user AND lane > 0)
              AS unfinished FROM account
            """),
        all(h, Book.OfJob.class, "SELECT * FROM job"),
        all(h, Book.Hold.class, "SELECT *, job_id AS job FROM hold"),
        all(h, Book.Entry.class, "SELECT *, job_id AS job FROM entry ORDER BY id"),
        h.createQuery("SELECT job_id FROM library_item").mapTo(String.class).list(),
        all(h, Book.Line.class, "SELECT *, job_id AS job FROM job_event ORDER BY job_id, seq"));
  }

  private static <T> List<T> all(Handle h, Class<T> type, String sql) {
    return h.createQuery(sql).map(ConstructorMapper.of(type)).list();
  }
}
