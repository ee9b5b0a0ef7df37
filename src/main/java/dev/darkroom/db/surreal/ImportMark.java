package dev.darkroom.db.surreal;

import dev.darkroom.archive.Archive.Beginning;
import dev.darkroom.archive.ArchiveException;
import dev.darkroom.archive.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The mark of the import that is not finished. All that an import writes looks at it in the same
 * transaction, so that what comes late, or from another import, writes nothing.
 */
final class ImportMark {
  private static final RecordId MARK = new RecordId("unfinished_import", "file");

  private static final List<String> TABLES =
      Arrays.stream(Kind.values()).flatMap(kind -> ArchiveTable.of(kind).names().stream()).toList();

  private static final String DIGEST = "{ RETURN (SELECT VALUE digest FROM ONLY $mark); }";

  /** Returns what is given to it if there is a row. */
  private static final String LOOK =
      """
      FOR $table IN $tables {
        IF array::len((SELECT VALUE id FROM type::table($table) LIMIT 1)) > 0 { RETURN %s };
      };
      """;

  private static final String EMPTY =
      """
      {
        %s
        RETURN true;
      }
      """
          .formatted(LOOK.formatted("false"));

  /** Two that begin at once both write the mark, so one is repeated and finds the other's. */
  private static final String BEGIN =
      """
      {
        LET $there = (SELECT VALUE digest FROM ONLY $mark);
        IF $there = $digest { RETURN 'BEGUN' };
        IF $there != NONE { RETURN 'ANOTHER' };
        %s
        CREATE ONLY $mark CONTENT { digest: $digest } RETURN NONE;
        RETURN 'BEGUN';
      }
      """
          .formatted(LOOK.formatted("'HAS_ROWS'"));

  /** It is repeated if its answer is lost, so no mark is a good end too. */
  private static final String END =
      """
      {
        DELETE $mark WHERE digest = $digest RETURN NONE;
        RETURN !record::exists($mark);
      }
      """;

  private final SurrealDatabase database;

  ImportMark(SurrealDatabase database) {
    this.database = database;
  }

  Optional<String> digest() {
    return Optional.ofNullable((String) database.read(DIGEST, Map.of("mark", MARK)));
  }

  /** Whether there is no line of any kind. */
  boolean storeIsEmpty() {
    return Boolean.TRUE.equals(database.read(EMPTY, Map.of("tables", TABLES)));
  }

  Beginning begin(String digest) {
    Map<String, ?> values = Map.of("mark", MARK, "digest", digest, "tables", TABLES);
    return Beginning.valueOf(String.valueOf(database.move(BEGIN, values)));
  }

  /**
   * Does the statements in one transaction, if the mark is that of this file.
   *
   * @throws ArchiveException if it is not
   */
  void move(String digest, String statements, Map<String, ?> values) {
    String block =
        """
        {
          IF (SELECT VALUE digest FROM ONLY $mark) != $digest { RETURN false };
          %s
          RETURN true;
        }
        """
            .formatted(statements);
    write(digest, block, values);
  }

  /** Takes it away. */
  void end(String digest) {
    write(digest, END, Map.of());
  }

  private void write(String digest, String block, Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("mark", MARK);
    all.put("digest", digest);
    if (!Boolean.TRUE.equals(database.move(block, all))) {
      throw ArchiveException.notOurs();
    }
  }
}
