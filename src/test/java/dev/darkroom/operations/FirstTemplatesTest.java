package dev.darkroom.operations;

import static dev.darkroom.jobs.Fixtures.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.Downloads;
import dev.darkroom.blobs.FolderBlobs;
import dev.darkroom.blobs.Listing;
import dev.darkroom.db.sqlite.SqliteFile;
import dev.darkroom.jobs.Fixtures;
import dev.darkroom.jobs.Keep;
import dev.darkroom.jobs.TestSettings;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new Darkroom begins with. */
class FirstTemplatesTest {
  @TempDir Path folder;

  @Test
  void onlyPicturesOfTemplatesThatAreOfferedAreStored() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("catalogue.json"),
            """
            {"models": {"fal-ai/gemini-25-flash-image/edit": {"imagesMax": 4,
              "aspectRatios": ["3:4"], "imageSides": [], "outputFormats": ["png"]}}}
            """);
    Catalogue catalogue = CatalogueFile.read(Optional.of(file));
    try (Blobs blobs =
            new FolderBlobs(folder.resolve("files"), new byte[32], URI.create("http://localhost"));
        Downloads none = downloads();
        SqliteFile rows = new SqliteFile(folder.resolve("rows.db"))) {
      InstantSource clock = InstantSource.fixed(NOON);
      TemplateStore store = rows.doors().templates();
      Sources sources =
          new Sources(
              blobs,
              none,
              TestSettings.defaults(OperationSettings.class),
              new Keep(Duration.ofDays(30)),
              clock);
      TemplateEditor editor =
          new TemplateEditor(store, sources, blobs, catalogue, Fixtures.ids(), clock);

      new FirstTemplates(store, editor, blobs, Fixtures.ids()).putOnce(NOON);

      List<Template> offered = store.list(100, null);
      assertFalse(offered.isEmpty());
      assertFalse(offered.stream().anyMatch(each -> "16:9".equals(each.aspectRatio())));
      assertEquals(
          offered.stream().flatMap(template -> template.imageKeys().stream()).sorted().toList(),
          stored(blobs));
    }
  }

  private Downloads downloads() throws IOException {
    return Downloads.fromUsers(
        folder.resolve("downloads"), new Downloads.Limits(1, Duration.ofSeconds(1), 0));
  }

  private static List<String> stored(Blobs blobs) throws IOException {
    return blobs.list(new Listing.Asked(null, true, null, 100)).entries().stream()
        .map(entry -> ((Listing.File) entry).key().value())
        .sorted()
        .toList();
  }
}
