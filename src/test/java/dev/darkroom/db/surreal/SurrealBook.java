package dev.darkroom.db.surreal;

import dev.darkroom.jobs.Book;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Reads the records as they lie, past the stores. */
final class SurrealBook {
  private static final String ALL =
      """
      {
        RETURN {
          users: (SELECT * FROM user),
          jobs: (SELECT * FROM image_job, tool_job, video_job),
          holds: (SELECT * FROM hold),
          entries: (SELECT * FROM credit_txn),
          files: (SELECT * FROM library_image, library_video),
          lines: (SELECT * FROM job_event)
        };
      }
      """;

  private SurrealBook() {}

  static Book read(SurrealDatabase database) {
    Row all = Objects.requireNonNull(Row.of(database.read(ALL, Map.of())));
    return new Book(
        each(all, "users", SurrealBook::user),
        each(all, "jobs", SurrealBook::job),
        each(all, "holds", SurrealBook::hold),
        each(all, "entries", SurrealBook::entry),
        each(all, "files", file -> file.text("job")),
        each(all, "lines", SurrealBook::line));
  }

  private static <T> List<T> each(Row all, String name, Function<Row, T> read) {
    return Row.all(all.list(name)).stream().map(read).toList();
  }

  private static Book.OfUser user(Row row) {
    return new Book.OfUser(
        row.text("email"),
        row.number("credits_balance"),
        row.number("credits_held"),
        row.number("unfinished"));
  }

  private static Book.OfJob job(Row row) {
    return new Book.OfJob(
        row.id().text(),
        row.text("email"),
        row.text("phase"),
        row.number("lane"),
        row.number("held_credits"),
        row.numberOrNull("credits"),
        row.number("submits"),
        row.number("lost_answers"));
  }

  private static Book.Hold hold(Row row) {
    return new Book.Hold(
        row.id().text(), row.text("email"), row.number("credits"), row.text("state"));
  }

  private static Book.Entry entry(Row row) {
    return new Book.Entry(
        row.text("email"),
        row.number("delta"),
        row.number("balance"),
        row.textOrNull("ref"),
        row.textOrNull("job"));
  }

  private static Book.Line line(Row row) {
    List<?> key = (List<?>) row.id().key();
    return new Book.Line((String) key.getFirst(), (Long) key.getLast(), row.text("kind"));
  }
}
