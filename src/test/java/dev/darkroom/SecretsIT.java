package dev.darkroom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.darkroom.Secrets.Kind;
import dev.darkroom.db.surreal.SurrealServer;
import dev.darkroom.emulator.Emulator;
import dev.darkroom.emulator.EmulatorSettings;
import dev.darkroom.testing.FaultyProxy;
import dev.darkroom.testing.NeedsNode;
import dev.darkroom.testing.OidcServer;
import dev.darkroom.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A whole run of the packaged jar, with all that goes wrong in one, after which no secret may stand
 * in its log, its rows and files, or in a refusal. {@link SecretsRun} is what is done, and {@link
 * SecretsAttacks} what goes wrong.
 */
@ExtendWith(NeedsNode.class)
class SecretsIT {
  private static final String PROVIDER_KEY = "canary-key-id:canary-key-of-the-provider";
  private static final String SERVER_SECRET = "canary-secret-that-signs-addresses-0123456789";
  private static final String PASSWORD = "canary-password-of-the-database";

  /** Whoever keeps or makes files is sent signed addresses. */
  private static final Set<Kind> NOT_TO_OTHERS = Set.of(Kind.OWN, Kind.TOKEN);

  @TempDir Path folder;
  private final Secrets secrets = new Secrets();
  private final List<String> found = new ArrayList<>();

  @Test
  void nothingIsToldWithRowsInAFileAndFilesInABucket() throws Exception {
    try (S3Server s3 = S3Server.start();
        FaultyProxy proxy = new FaultyProxy(s3.url())) {
      secrets.add(Kind.OWN, "R2_SECRET_ACCESS_KEY", S3Server.SECRET);
      // Each address that is signed for the bucket names it.
      secrets.add(Kind.ADDRESS, "R2_ACCESS_KEY_ID", S3Server.KEY_ID);
      run(BucketServers.settings(proxy.url()), proxy);
      String file = Secrets.latin(Files.readAllBytes(folder.resolve("data/darkroom.db")));
      assertTrue(file.contains(SecretsRun.MARK), "the search sees what is there");
      search(s3);
      proxy.asked().forEach(line -> search("an address in the bucket", line, NOT_TO_OTHERS));
      assertEquals(List.of(), found);
    }
  }

  @Test
  void nothingIsToldWithRowsInSurrealDbAndFilesInAFolder() throws Exception {
    Map<String, String> database = SurrealServer.shared().freshDatabase(PASSWORD);
    secrets.add(Kind.OWN, "SURREAL_PASSWORD", PASSWORD);
    Map<String, String> settings = RealServer.variables(database);
    settings.put("DARKROOM_OPERATIONS_INPUTS", "link");
    run(settings, null);
    String rows = SurrealServer.rows(database);
    assertTrue(rows.contains(SecretsRun.MARK), "the search sees what is there");
    search("rows", rows, Secrets.ALL);
    assertEquals(List.of(), found);
  }

  private void run(Map<String, String> place, @Nullable FaultyProxy bucket) throws Exception {
    secrets.add(Kind.SHARED, "FAL_KEY", PROVIDER_KEY);
    secrets.add(Kind.SHARED, "the secret half of FAL_KEY", PROVIDER_KEY.replaceFirst(".*:", ""));
    secrets.add(Kind.OWN, "DARKROOM_SECRET", SERVER_SECRET);
    secrets.add(Kind.OWN, "DARKROOM_OIDC_CLIENT_SECRET", OidcServer.CLIENT_SECRET);
    assertFalse(secrets.in("here", "Key " + PROVIDER_KEY, Secrets.ALL).isEmpty());

    int port = RealServer.freePort();
    URI url = URI.create("http://localhost:" + port);
    try (OidcServer people = OidcServer.start(List.of(url + "/sign-in"));
        Emulator emulator = Emulator.start(EmulatorSettings.forTests(folder.resolve("provider")));
        RealServer server = new RealServer(folder, settings(place, people, emulator), port);
        Visitor visitor = new Visitor(url, secrets);
        SecretsRun run = new SecretsRun(visitor, people, secrets, url)) {
      server.awaitReady();
      String boss = run.jwt("Boss", Map.of("groups", List.of("darkroom-admins")));
      String ann = run.jwt("Ann", Map.of());
      run.give(boss, "ann@example.com");
      run.signIn();
      String machine = visitor.makeToken(ann, SecretsRun.MARK, "\"jobs\",\"files\"");
      String photo = run.files(machine);
      run.work(machine, photo);
      SecretsAttacks attacks = new SecretsAttacks(visitor, secrets, machine, photo);
      attacks.strangers(ann, people);
      attacks.nonsense(ann, boss);
      attacks.provider(emulator, PROVIDER_KEY);
      if (bucket != null) {
        attacks.bucketAway(bucket, emulator);
      }
      run.pages(ann);
      String unfinished = visitor.submit(SecretsRun.UPSCALE, machine, SecretsRun.key(photo));
      startAgain(server);
      run.completes(machine, unfinished);
      run.signOut();
      people.kill();
      startAgain(server);
      assertEquals(503, visitor.get("/api/session", ann).status(), "nobody can be asked");
      assertEquals(200, visitor.get("/api/session", machine).status());
      server.kill();
      search(server, visitor);
    }
  }

  private static void startAgain(RealServer server) throws Exception {
    server.kill();
    server.startAgain();
    server.awaitReady();
  }

  private static Map<String, String> settings(
      Map<String, String> place, OidcServer people, Emulator emulator) {
    Map<String, String> settings =
        RealServer.environment(
            emulator,
            Map.of(
                "FAL_KEY",
                PROVIDER_KEY,
                "DARKROOM_SECRET",
                SERVER_SECRET,
                "DARKROOM_JOBS_RETRY_FIRST",
                "100ms",
                "DARKROOM_JOBS_RETRY_MAX",
                "500ms",
                "DARKROOM_JOBS_LOST_ANSWER_WEBHOOK_GRACE",
                "1s"));
    settings.putAll(place);
    settings.putAll(
        Map.of(
            "DARKROOM_AUTH", "oidc",
            "DARKROOM_OIDC_ISSUER", people.issuer().toString(),
            "DARKROOM_OIDC_CLIENT_ID", OidcServer.CLIENT_ID,
            "DARKROOM_OIDC_CLIENT_SECRET", OidcServer.CLIENT_SECRET,
            "DARKROOM_OIDC_ADMIN_CLAIM", "groups",
            "DARKROOM_OIDC_ADMIN_VALUE", "darkroom-admins",
            // Of ours only: at this level the library of OpenID Connect logs tokens and secrets.
            "QUARKUS_LOG_CATEGORY__DEV_DARKROOM__LEVEL", "DEBUG"));
    return settings;
  }

  private void search(RealServer server, Visitor visitor) throws Exception {
    assertFalse(Files.exists(server.data().resolve("secret")), "none is made");
    // A kill leaves the file beside the rows, into which they are written first.
    Path file = server.data().resolve("darkroom.db");
    assertEquals(Files.exists(file), Files.exists(file.resolveSibling("darkroom.db-wal")));
    found.addAll(secrets.inFiles(server.data(), Secrets.ALL));
    found.addAll(secrets.inFiles(folder.resolve("provider"), NOT_TO_OTHERS));

    search("doctor", server.offline("doctor"), Secrets.ALL);
    Path export = folder.resolve("export");
    search("export", server.offline("export", export.toString()), Secrets.ALL);
    String rows = Files.readString(export);
    assertTrue(rows.contains(SecretsRun.MARK), "the search sees what is there");
    search("the exported file", rows, Secrets.ALL);

    String log = server.log();
    assertTrue(log.contains("FAL_KEY=***"), "the settings are told");
    log.lines().forEach(line -> search("log", line, Secrets.ALL));
    for (Visitor.Told each : visitor.told()) {
      search(each.asked() + " " + each.status(), each.text(), each.silentAbout());
    }
    System.out.printf(
        "%d secrets; %d lines of log, %d answers, %d of them refusals, %d characters of rows%n",
        secrets.count(),
        log.lines().count(),
        visitor.told().size(),
        visitor.told().stream().filter(each -> each.status() >= 400).count(),
        rows.length());
  }

  private void search(S3Server s3) throws IOException {
    for (String key : BucketServers.keys(s3)) {
      try (var object = s3.client().getObject(get -> get.bucket(S3Server.BUCKET).key(key))) {
        GetObjectResponse head = object.response();
        search("name of an object", key, Secrets.ALL);
        search("metadata of " + key, head.contentType() + head.metadata(), Secrets.ALL);
        search(key, Secrets.latin(object.readAllBytes()), Secrets.ALL);
      }
    }
  }

  private void search(String place, String text, Set<Kind> kinds) {
    found.addAll(secrets.in(place, text, kinds));
  }
}
