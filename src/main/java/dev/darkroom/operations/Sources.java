package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.DownloadException;
import dev.darkroom.blobs.Downloaded;
import dev.darkroom.blobs.Downloads;
import dev.darkroom.blobs.LocalCopy;
import dev.darkroom.jobs.Keep;
import dev.darkroom.library.UserFolder;
import dev.darkroom.media.Measure;
import dev.darkroom.media.Measured;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureException;
import dev.darkroom.media.PixelPlace;
import dev.darkroom.operations.Refusal.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pictures that requests bring: uploaded, named by key, or named by address. */
public final class Sources {
  private static final String INPUTS = "inputs";
  private static final Pattern INPUT = Pattern.compile("users/[^/]+/%s/.+".formatted(INPUTS));

  private final Blobs blobs;
  private final Downloads downloads;
  private final OperationSettings settings;
  private final Keep keep;
  private final InstantSource clock;
  private final SubmitPlaces places;

  /**
   * Sources in this storage.
   *
   * @param downloads fetches from users' addresses: trusts no origin
   * @param keep how old may be what an earlier request brought
   */
  public Sources(
      Blobs blobs,
      Downloads downloads,
      OperationSettings settings,
      Keep keep,
      InstantSource clock) {
    this.blobs = blobs;
    this.downloads = downloads;
    this.settings = settings;
    this.keep = keep;
    this.clock = clock;
    this.places = new SubmitPlaces(settings.submitsMax());
  }

  /** Whether it is a file that a request brought for its job, and that goes with it. */
  static boolean isInput(BlobKey key) {
    return INPUT.matcher(key.value()).matches();
  }

  /**
   * A picture in storage.
   *
   * @param width pixels, upright
   * @param height pixels, upright
   * @param bytes size of the file
   * @param etag tells this version of the file from any other; empty if storage does not say
   * @param field the value in the request that brought it, for refusals
   */
  public record Source(
      BlobKey key,
      String contentType,
      int width,
      int height,
      long bytes,
      String etag,
      String field) {

    static Source of(Blob blob, Measured measured, String field) {
      return new Source(
          blob.key(),
          measured.format().contentType(),
          measured.width(),
          measured.height(),
          blob.size(),
          blob.etag(),
          field);
    }
  }

  /** A value of a request that names a picture, with the name of its field. */
  record Named(String field, @Nullable String value) {
    boolean given() {
      return value != null && !value.isBlank();
    }
  }

  /** A place for a submit of this user, which must be had before anything is done for it. */
  SubmitPlaces.Place place(String user) throws Refusal {
    return places.take(user);
  }

  /** What the request at this place brings from now on. */
  Brought brought(SubmitPlaces.Place place) {
    return new Brought(blobs, place);
  }

  /**
   * The picture that a request names by key or by address; the key counts if there are both.
   *
   * @param key whole or relative to the user's folder
   * @param address see {@link #byAddress}
   */
  Source named(Brought brought, String user, Named key, Named... address) throws Refusal {
    if (key.given()) {
      return byKey(user, key.field(), String.valueOf(key.value()));
    }
    for (Named each : address) {
      if (each.given()) {
        return byAddress(brought, user, each.field(), String.valueOf(each.value()));
      }
    }
    throw Refusal.badInput(
        "SOURCE_REQUIRED",
        key.field(),
        "Say which picture: send %s."
            .formatted(
                Stream.concat(Stream.of(key), Stream.of(address))
                    .map(Named::field)
                    .collect(Collectors.joining(" or "))));
  }

  /** One of the user's own files. */
  Source byKey(String user, String field, String key) throws Refusal {
    try {
      return stored(
          BlobKey.of(UserFolder.of(user).resolve(key).orElseThrow(() -> unknown(field))), field);
    } catch (IllegalArgumentException e) {
      throw Refusal.badInput("BAD_KEY", field, "%s is not a valid key.".formatted(field));
    }
  }

  /**
   * The picture at an address: public http(s), {@code data:}, or a file of ours whose address was
   * signed. All but the last are copied into storage, so that nobody else is sent there.
   */
  Source byAddress(Brought brought, String user, String field, String url) throws Refusal {
    Optional<BlobKey> ours = blobs.read(url, clock.instant());
    if (ours.isPresent()) {
      return signed(brought, user, field, ours.get());
    }
    try (Downloaded file = fetch(brought, url)) {
      Source source = store(user, field, INPUTS, "picture", file.file());
      brought.add(source.key());
      return source;
    } catch (URISyntaxException e) {
      throw Refusal.badInput("BAD_URL", field, "%s is not a valid address.".formatted(field));
    } catch (DownloadException e) {
      throw Downloads.isData(url) ? badData(e, field) : unfetched(e, field);
    } catch (IOException e) {
      throw new UncheckedIOException("A source could not be stored", e);
    }
  }

  /** Another's file is copied: the permission to read it ends, and it may be deleted. */
  private Source signed(Brought brought, String user, String field, BlobKey key) throws Refusal {
    if (key.value().startsWith(UserFolder.of(user).root())) {
      return stored(key, field);
    }
    try (LocalCopy copy = blobs.fetch(key)) {
      Source source = store(user, field, INPUTS, "picture", copy.path());
      brought.add(source.key());
      return source;
    } catch (NoSuchFileException e) {
      throw unknown(field);
    } catch (IOException e) {
      throw new UncheckedIOException("A source could not be stored", e);
    }
  }

  /** The picture in a {@code data:} address, copied into storage. */
  Source byData(Brought brought, String user, String field, String url) throws Refusal {
    if (!Downloads.isData(url)) {
      throw badData(field);
    }
    return byAddress(brought, user, field, url);
  }

  private Downloaded fetch(Brought brought, String url) throws IOException, URISyntaxException {
    if (Downloads.isData(url)) {
      return downloads.decode(url, settings.dataUrlBytesMax());
    }
    URI address = new URI(url);
    return brought.place().without(() -> downloads.fetch(address));
  }

  private Refusal badData(DownloadException e, String field) {
    return e.kind() == DownloadException.Kind.TOO_LARGE
        ? new Refusal(
            Kind.TOO_LARGE,
            "FILE_TOO_LARGE",
            field,
            "A picture in a data address may have at most %d MB; upload larger ones."
                .formatted(settings.dataUrlBytesMax() >> 20))
        : badData(field);
  }

  private static Refusal badData(String field) {
    return Refusal.badInput(
        "BAD_DATA_URL", field, "%s must be data:image/…;base64,….".formatted(field));
  }

  private static Refusal unfetched(DownloadException e, String field) {
    return switch (e.kind()) {
      case REFUSED_ADDRESS ->
          Refusal.badInput(
              "BAD_URL", field, "%s must be a public http or https address.".formatted(field));
      case TOO_LARGE ->
          new Refusal(Kind.TOO_LARGE, "FILE_TOO_LARGE", field, "The picture is too large.");
      case TOO_SLOW, WRONG_STATUS, UNREACHABLE, BROKEN, TOO_MANY_REDIRECTS ->
          Refusal.badInput(
              "URL_UNREADABLE", field, "The picture at %s could not be fetched.".formatted(field));
    };
  }

  private Source stored(BlobKey key, String field) throws Refusal {
    try (LocalCopy copy = blobs.fetch(key)) {
      Instant since = keep.usableSince(clock.instant());
      if (isInput(key) && copy.blob().modified().isBefore(since)) {
        throw unknown(field);
      }
      Measured measured = measure(copy.path(), field);
      if (DirectUploads.isOne(key)) {
        check(copy.path(), field);
      }
      return Source.of(copy.blob(), measured, field);
    } catch (NoSuchFileException e) {
      throw unknown(field);
    } catch (IOException e) {
      throw new UncheckedIOException("A source could not be read", e);
    }
  }

  /** What is done with the file of a source. */
  interface Use<T> {
    T with(Path file) throws IOException;
  }

  /** Reads a source's own bytes. */
  <T> T using(Source source, Use<T> use) throws Refusal {
    try (LocalCopy copy = blobs.fetch(source.key())) {
      return use.with(copy.path());
    } catch (NoSuchFileException e) {
      throw unknown(source.field());
    } catch (PictureException e) {
      throw refusal(e, source.field());
    } catch (IOException e) {
      throw new UncheckedIOException("A source could not be read", e);
    }
  }

  private static Refusal unknown(String field) {
    return new Refusal(
        Kind.NOT_FOUND, "FILE_NOT_FOUND", field, "There is no such file among yours.");
  }

  /** The picture in a file of the request's own, copied into storage. */
  Source byFile(Brought brought, String user, String field, Path file) throws Refusal {
    try {
      if (Files.size(file) > settings.uploadBytesMax()) {
        throw Uploads.tooLarge(field, settings.uploadBytesMax());
      }
      Source source = store(user, field, INPUTS, "picture", file);
      brought.add(source.key());
      return source;
    } catch (IOException e) {
      throw new UncheckedIOException("A source could not be stored", e);
    }
  }

  /** Stores a picture below one of the user's folders, under a name of its own. */
  Source store(String user, String field, String folder, String name, Path file)
      throws Refusal, IOException {
    Measured measured = measure(file, field);
    check(file, field);
    BlobKey key = Uploads.key(user, folder, name, measured.format().contentType());
    return Source.of(blobs.put(key, file), measured, field);
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
    try (PixelPlace _ = PixelPlace.take()) {
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
