package dev.darkroom.operations;

import com.fasterxml.uuid.Generators;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.ContentTypes;
import dev.darkroom.blobs.DownloadException;
import dev.darkroom.blobs.Downloaded;
import dev.darkroom.blobs.Downloads;
import dev.darkroom.blobs.LocalCopy;
import dev.darkroom.library.UserFolder;
import dev.darkroom.media.Measure;
import dev.darkroom.media.Measured;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureException;
import dev.darkroom.operations.Refusal.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The pictures that requests bring: uploaded, named by key, or named by address. */
public final class Sources {
  /** No dots: every file has one, so no folder can ever stand where a file is. */
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,7}");

  private static final int FOLDER_LENGTH_MAX = 200;
  private static final String UPLOADS = "uploads";

  private final Blobs blobs;
  private final Downloads downloads;
  private final OperationSettings settings;

  /**
   * Sources in this storage.
   *
   * @param downloads fetches from users' addresses: trusts no origin
   */
  public Sources(Blobs blobs, Downloads downloads, OperationSettings settings) {
    this.blobs = blobs;
    this.downloads = downloads;
    this.settings = settings;
  }

  /**
   * A picture in storage.
   *
   * @param width pixels, upright
   * @param height pixels, upright
   * @param bytes size of the file
   * @param field the value in the request that brought it, for refusals
   * @param brought whether this request put it there, so that it goes if the request is refused
   */
  public record Source(
      BlobKey key,
      String contentType,
      int width,
      int height,
      long bytes,
      String field,
      boolean brought) {

    static Source of(BlobKey key, Measured measured, long bytes, String field, boolean brought) {
      return new Source(
          key,
          measured.format().contentType(),
          measured.width(),
          measured.height(),
          bytes,
          field,
          brought);
    }
  }

  /**
   * The picture that a request names by exactly one of key and address.
   *
   * @param key whole or relative to the user's folder
   * @param url http(s) or data address; it is copied into storage
   */
  Source named(
      String user, String keyField, @Nullable String key, String urlField, @Nullable String url)
      throws Refusal {
    if (key != null && !key.isBlank()) {
      return byKey(user, keyField, key);
    }
    if (url != null && !url.isBlank()) {
      return byUrl(user, urlField, url);
    }
    throw Refusal.badInput(
        "SOURCE_REQUIRED",
        keyField,
        "Say which picture: send %s or %s.".formatted(keyField, urlField));
  }

  private Source byKey(String user, String field, String key) throws Refusal {
    try {
      BlobKey whole = key(user, field, key);
      var blob = blobs.find(whole).orElseThrow(() -> unknown(field));
      try (LocalCopy copy = blobs.fetch(whole)) {
        return Source.of(whole, measure(copy.path(), field), blob.size(), field, false);
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.badInput("BAD_KEY", field, "%s is not a valid key.".formatted(field));
    } catch (IOException e) {
      throw new UncheckedIOException("A source could not be read", e);
    }
  }

  private static BlobKey key(String user, String field, String key) throws Refusal {
    return BlobKey.of(UserFolder.of(user).resolve(key).orElseThrow(() -> unknown(field)));
  }

  private static Refusal unknown(String field) {
    return new Refusal(
        Kind.NOT_FOUND, "FILE_NOT_FOUND", field, "There is no such file among yours.");
  }

  private Source byUrl(String user, String field, String url) throws Refusal {
    try (Downloaded file = downloads.fetch(new URI(url))) {
      return store(user, field, "inputs", "picture", file.file());
    } catch (URISyntaxException e) {
      throw Refusal.badInput("BAD_URL", field, "%s is not a valid address.".formatted(field));
    } catch (DownloadException e) {
      throw switch (e.kind()) {
        case REFUSED_ADDRESS ->
            Refusal.badInput(
                "BAD_URL", field, "%s must be a public https address.".formatted(field));
        case TOO_LARGE ->
            new Refusal(Kind.TOO_LARGE, "FILE_TOO_LARGE", field, "The picture is too large.");
        case TOO_SLOW, WRONG_STATUS, UNREACHABLE, BROKEN, TOO_MANY_REDIRECTS ->
            Refusal.badInput(
                "URL_UNREADABLE",
                field,
                "The picture at %s could not be fetched.".formatted(field));
      };
    } catch (IOException e) {
      throw new UncheckedIOException("A source could not be stored", e);
    }
  }

  /**
   * Stores a picture that a user uploads.
   *
   * @param folder below the user's own folder, or null or blank for {@code uploads}
   * @param name the file's name, of which letters and digits are kept
   */
  public Source upload(String user, @Nullable String folder, String name, Path file)
      throws Refusal {
    String below = folder == null || folder.isBlank() ? UPLOADS : folder;
    if (below.length() > FOLDER_LENGTH_MAX || !FOLDER.matcher(below).matches()) {
      throw Refusal.badInput(
          "BAD_PATH", "path", "path must be a folder such as cars/2026: letters, digits, _ and -.");
    }
    try {
      if (Files.size(file) > settings.uploadBytesMax()) {
        throw tooLarge(settings);
      }
      return store(user, "file", below, name, file);
    } catch (IOException e) {
      throw new UncheckedIOException("An upload could not be stored", e);
    }
  }

  /** What an upload is told that has more bytes than allowed. */
  public static Refusal tooLarge(OperationSettings settings) {
    return new Refusal(
        Kind.TOO_LARGE,
        "FILE_TOO_LARGE",
        "file",
        "Files may have at most %d MB.".formatted(settings.uploadBytesMax() >> 20));
  }

  private Source store(String user, String field, String folder, String name, Path file)
      throws Refusal, IOException {
    Measured measured = measure(file, field);
    check(file, field);
    String plain = name.replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
    String kept = plain.substring(0, Math.min(plain.length(), 60));
    BlobKey key =
        BlobKey.of(
            "%s%s/%s-%s.%s"
                .formatted(
                    UserFolder.of(user).root(),
                    folder,
                    Generators.timeBasedEpochGenerator().generate(),
                    kept,
                    ContentTypes.extension(measured.format().contentType())));
    return Source.of(key, measured, blobs.put(key, file).size(), field, true);
  }

  /** Takes back what this request brought, because it did not become a job. */
  void forget(Source source) {
    if (source.brought()) {
      try {
        blobs.delete(source.key());
      } catch (IOException e) {
        throw new UncheckedIOException("An unused input could not be deleted", e);
      }
    }
  }

  private Measured measure(Path file, String field) throws Refusal {
    try {
      return Measure.measure(file, settings.pixelsMax());
    } catch (PictureException e) {
      throw refusal(e, field);
    }
  }

  /** A header can lie: only a picture that decodes is one. */
  private void check(Path file, String field) throws Refusal {
    try {
      Picture.read(file, settings.pixelsMax()).close();
    } catch (PictureException e) {
      throw refusal(e, field);
    }
  }

  private static Refusal refusal(PictureException e, String field) {
    return switch (e.kind()) {
      case NOT_A_PICTURE ->
          new Refusal(
              Kind.UNSUPPORTED_MEDIA,
              "NOT_A_PICTURE",
              field,
              "This is not a JPEG, PNG or WebP picture.");
      case BROKEN ->
          Refusal.badInput(
              "PICTURE_BROKEN", field, "The picture is damaged or was cut off on its way.");
      case TOO_MANY_PIXELS ->
          Refusal.badInput("PICTURE_TOO_LARGE", field, "The picture has too many pixels.");
    };
  }
}
