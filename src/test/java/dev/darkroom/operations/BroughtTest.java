package dev.darkroom.operations;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Terms;
import dev.darkroom.jobs.TestSettings;
import dev.darkroom.jobs.Watch;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request brought, when the store breaks off. */
class BroughtTest {
  private static final BlobKey KEY = BlobKey.of("users/a/inputs/picture.png");

  @TempDir Path folder;

  @Test
  void anOrderKeepsItSinceItMayBeAJobAndAQuoteDoesNot() throws Exception {
    assertTrue(isLeft(new Terms.Order(null)));
    assertFalse(isLeft(new Terms.Quote()));
  }

  private boolean isLeft(Terms terms) throws Exception {
    FolderBlobs blobs =
        new FolderBlobs(folder.resolve("files"), new byte[32], URI.create("http://localhost"));
    blobs.put(KEY, Files.writeString(folder.resolve("picture"), "picture"));
    SqliteFile rows = new SqliteFile(folder.resolve("rows.db"));
    Jobs jobs =
        new Jobs(
            rows.jobs(),
            Fixtures.moves(rows.jobs(), _ -> {}),
            new Watch(rows.jobs()),
            Fixtures.estimates(rows.jobs()),
            rows.credits(),
            TestSettings.with(JobSettings.class, Map.of()),
            InstantSource.system(),
            Fixtures.ids(),
            () -> {});
    rows.close();
    try (SubmitPlaces.Place place = new SubmitPlaces(2).take("ann@example.com");
        Brought brought = new Brought(blobs, place)) {
      brought.add(KEY);
      Draft draft =
          new Draft(
              "ann@example.com",
              "upscale",
              JsonNodeFactory.instance.objectNode(),
              1,
              Duration.ofMinutes(1),
              terms);
      assertThrows(RuntimeException.class, () -> brought.admit(jobs, draft));
    }
    return blobs.find(KEY).isPresent();
  }
}
