package dev.darkroom;

import static dev.darkroom.jobs.Fixtures.ANN;
import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.StartChecks.StartException;
import dev.darkroom.credits.Account;
import dev.darkroom.db.surreal.SurrealSettings;
import dev.darkroom.jobs.TestSettings;
import dev.darkroom.templates.Templates;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.FaultyProxy.Way;
import dev.darkroom.testing.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, on data folders as servers leave them. */
class OfflineMainTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String data, String... args) {
    return run(data, Map.of(), args);
  }

  private int run(String data, Map<String, String> more, String... args) {
    err.reset();
    Map<String, String> settings = new HashMap<>(more);
    settings.put("darkroom.data-dir", folder.resolve(data).toString());
    settings.put("darkroom.surreal.url", "");
    return OfflineMain.run(
        List.of(args),
        settings,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private <T> T inFolder(String name, Function<Stores, T> use) {
    SurrealSettings none = TestSettings.defaults(SurrealSettings.class);
    try (DataFolder data = DataFolder.take(folder.resolve(name));
        Stores stores = Stores.choose(none, data, Clock.systemUTC())) {
      return use.apply(stores);
    }
  }

  private void grant(String data) {
    inFolder(data, stores -> stores.credits().grant(ANN, 7, "Welcome", "w", NOON));
  }

  @Test
  void theRowsOfOneFolderGoToAnother() throws IOException {
    grant("a");
    assertEquals(0, run("a", "export", file("rows")), this::said);
    assertEquals(0, run("b", "import", file("rows")), this::said);
    assertEquals(0, run("b", "export", file("again")), this::said);
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("rows")), Files.readAllBytes(folder.resolve("again")));
    assertEquals(new Account(7, 0), inFolder("b", stores -> stores.credits().account(ANN)));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("account 1, "), out::toString);
  }

  @Test
  void aFolderThatAServerHasIsLeftAlone() {
    grant("a");
    try (DataFolder server = DataFolder.take(folder.resolve("a"))) {
      for (String command : List.of("export", "import")) {
        assertEquals(1, run("a", command, file("rows")));
        assertEquals(
            "DARKROOM_DATA_DIR %s is in use by another server.%n".formatted(folder.resolve("a")),
            said());
      }
      assertTrue(Files.exists(server.database()));
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    assertEquals(2, run("a", "export"));
    assertTrue(said().startsWith("Usage: "), said());
    assertEquals(2, run("a", "delete", file("rows")));
    assertEquals(1, run("a", "export", file("rows")));
    assertEquals("There are no rows to export.\n", said());
  }

  @Test
  void whatNobodyForesawIsSaidInOneLineToo() throws IOException {
    Files.createDirectories(folder.resolve("a"));
    Files.writeString(
        folder.resolve("a/darkroom.db"), "no database, but as long as one. ".repeat(99));
    for (String command : List.of("export", "import")) {
      assertEquals(1, run("a", command, file("rows")));
      assertTrue(said().startsWith("The %s failed: ".formatted(command)), said());
      assertEquals(1, said().lines().count(), said());
    }
  }

  @Test
  void theDoctorSaysWhetherAllIsWell() throws IOException {
    grant("a");
    assertEquals(0, run("a", "doctor"), this::said);
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("0 jobs, 0 results and 0 files"));
    Path orphan = folder.resolve("a/blobs/users/ann-1/library/unknown.png");
    Files.createDirectories(orphan.getParent());
    Files.writeString(orphan, "bytes");
    assertEquals(0, run("a", "doctor", "--fix"), this::said);
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("(FILE_ORPHANED), 1:"));
    assertTrue(Files.exists(orphan));
    inFolder("a", stores -> stores.templates().add(Templates.of("without its picture")));
    assertEquals(1, run("a", "doctor"), this::said);
    assertEquals(2, run("a", "doctor", "--all"));
  }

  @Test
  void theDoctorSaysWhyFilesCouldNotBeLookedAt() throws Exception {
    try (S3Server server = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(server.url())) {
      // The start of it asks for one; the listing of all asks for as many as there can be.
      proxy.rule(
          (_, target) ->
              target.contains("max-keys=1000")
                  ? new Way.Answers(403, "AccessDenied")
                  : new Way.Passes());
      Map<String, String> bucket =
          Map.of(
              "darkroom.r2.bucket", S3Server.BUCKET,
              "darkroom.r2.endpoint", proxy.url().toString(),
              "darkroom.r2.access-key-id", S3Server.KEY_ID,
              "darkroom.r2.secret-access-key", S3Server.SECRET);
      assertEquals(1, run("a", bucket, "doctor"));
      assertTrue(said().startsWith("Files could not be looked at: "), said());
      assertTrue(said().contains("must allow to list, read, write and delete."), said());
      assertEquals(1, said().lines().count(), said());
    }
  }

  @Test
  void aFileThatStandsInTheWayIsNamed() throws IOException {
    Path inTheWay = Files.createDirectories(folder.resolve("a")).resolve("downloads");
    Files.writeString(inTheWay, "no folder");
    assertEquals(1, run("a", "doctor"));
    assertEquals(
        "Files could not be looked at: FileAlreadyExistsException: %s%n".formatted(inTheWay),
        said());
  }

  @Test
  void noServerStartsBeforeAnImportHasEnded() {
    inFolder(
        "a",
        stores -> {
          stores.archive().begin("digest");
          String said = assertThrows(StartException.class, stores::whole).getMessage();
          assertTrue(String.valueOf(said).contains("./darkroom import"), said);
          return said;
        });
    inFolder(
        "a",
        stores -> {
          stores.archive().finish("digest");
          return stores.whole();
        });
  }
}
