package dev.darkroom.db.surreal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may use which database, and what is said to those who may not. */
class SurrealAccessTest {
  private static final String PASSWORD = "xyzzy-plugh";

  private final Map<String, String> settings = SurrealServer.shared().freshDatabase();
  private SurrealDatabase root;

  @BeforeEach
  void open() {
    root = SurrealServer.open(settings);
  }

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void anEditorOfTheDatabaseIsEnough() {
    define("editor", "DATABASE", "EDITOR");
    try (SurrealRows rows = new SurrealRows(as("editor", "database"))) {
      assertEquals(Phase.COMPLETED, Fixtures.completed(rows.jobs(), Fixtures.ANN).phase());
      rows.book().check();
    }
  }

  @Test
  void anEditorMakesTheSchemaInADatabaseThatIsEmpty() {
    define("editor", "DATABASE", "EDITOR");
    root.move("{ REMOVE TABLE migration; REMOVE TABLE tool_job; RETURN 1; }", Map.of());
    try (SurrealRows rows = new SurrealRows(as("editor", "database"))) {
      assertEquals(Phase.COMPLETED, Fixtures.completed(rows.jobs(), Fixtures.ANN).phase());
    }
  }

  @Test
  void aDatabaseThatIsNotTheUsersIsNamed() {
    define("editor", "DATABASE", "EDITOR");
    Map<String, String> other = as("editor", "database");
    other.put("darkroom.surreal.database", "elsewhere");
    refused(other, "does not know this user", "database elsewhere");
  }

  @Test
  void aNamespaceThatIsNotThereIsNamed() {
    define("editor", "DATABASE", "EDITOR");
    Map<String, String> other = as("editor", "database");
    other.put("darkroom.surreal.namespace", "nowhere");
    refused(other, "does not know this user", "namespace nowhere");
  }

  @Test
  void aUserOfTheDatabaseIsNoRootUser() {
    define("editor", "DATABASE", "EDITOR");
    refused(as("editor", "root"), "does not know this user", "SURREAL_USER_LEVEL");
  }

  @Test
  void whoeverMayOnlyReadIsToldSo() {
    define("viewer", "DATABASE", "VIEWER");
    refused(as("viewer", "database"), "ermission");
  }

  @Test
  void aRootUserWhoMayOnlyReadIsToldSo() {
    String name = "v" + settings.get("darkroom.surreal.database");
    define(name, "ROOT", "VIEWER");
    try {
      refused(as(name, "root"), "ermission");
    } finally {
      root.move("{ REMOVE USER %s ON ROOT; RETURN 1; }".formatted(name), Map.of());
    }
  }

  private void define(String user, String level, String role) {
    root.move(
        "{ DEFINE USER OVERWRITE %s ON %s PASSWORD '%s' ROLES %s; RETURN 1; }"
            .formatted(user, level, PASSWORD, role),
        Map.of());
  }

  private Map<String, String> as(String user, String level) {
    Map<String, String> other = new HashMap<>(settings);
    other.put("darkroom.surreal.username", user);
    other.put("darkroom.surreal.password", PASSWORD);
    other.put("darkroom.surreal.user-level", level);
    return other;
  }

  private static void refused(Map<String, String> settings, String... words) {
    StoreException refused =
        assertThrows(StoreException.class, () -> SurrealServer.open(settings).close());
    String said = String.valueOf(refused.getMessage());
    assertTrue(said.startsWith("SURREAL_URL " + SurrealServer.shared().url()), said);
    for (String word : words) {
      assertTrue(said.contains(word), said);
    }
    StringWriter everything = new StringWriter();
    refused.printStackTrace(new PrintWriter(everything));
    assertFalse(everything.toString().contains(PASSWORD), "the password is told to nobody");
  }
}
