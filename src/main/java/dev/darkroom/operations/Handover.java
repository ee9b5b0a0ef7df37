package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.ContentTypes;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.StageException;
import dev.darkroom.media.Correction;
import dev.darkroom.media.Measure;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureFormat;
import dev.darkroom.media.PixelPlace;
import dev.darkroom.operations.OperationSettings.Handing;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the provider files of ours to read; pictures always upright. */
public final class Handover {
  /** Larger inputs slow the queue down when they are sent inline. */
  private static final long INLINE_BYTES_MAX = 8 * 1024;

  /** A busy queue is asked many times; the file is already there. */
  private static final int REMEMBERED_MAX = 1000;

  private static final Duration REMEMBERED_FOR = Duration.ofHours(1);

  /** Longer than a request waits in a queue. */
  private static final Duration LINKED_FOR = Duration.ofDays(1);

  private static final int UPRIGHT = 1;

  private static final Cause NOT_MADE =
      new Cause("STORAGE_TROUBLE", "The picture could not be made ready.");

  private final Stored stored;
  private final Fal fal;
  private final Path tempFolder;
  private final OperationSettings settings;
  private final InstantSource clock;
  private final Map<String, Uploaded> uploads = Collections.synchronizedMap(new Recent());

  /**
   * Hands over to this provider.
   *
   * @param tempFolder exists; what a killed process leaves in it is swept at the next start
   */
  public Handover(
      Stored stored, Fal fal, Path tempFolder, OperationSettings settings, InstantSource clock) {
    this.stored = stored;
    this.fal = fal;
    this.tempFolder = tempFolder;
    this.settings = settings;
    this.clock = clock;
  }

  private record Uploaded(String address, Instant at) {}

  private static final class Recent extends LinkedHashMap<String, Uploaded> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Uploaded> eldest) {
      return size() > REMEMBERED_MAX;
    }
  }

  /** Makes a picture file for the provider, which is kept nowhere else. */
  @FunctionalInterface
  interface Making {
    /** Writes it; takes and gives back its own {@link PixelPlace}. */
    PictureFormat make(Path to) throws IOException, StageException;
  }

  /** Lossless if it must be: JPEG has no alpha. */
  static PictureFormat write(Picture picture, Path to) throws IOException {
    PictureFormat format = picture.alpha() ? PictureFormat.PNG : PictureFormat.JPEG;
    picture.write(format, to);
    return format;
  }

  /** An address of the picture as it is stored: inline if it is small, else uploaded or linked. */
  String address(Job job, String key) throws ProviderException, StageException {
    return stored.<String, ProviderException>using(
        job,
        key,
        (blob, file) -> {
          if (Measure.measure(file, settings.pixelsMax()).orientation() != UPRIGHT) {
            return made(name("upright", blob), to -> upright(file, to));
          }
          if (blob.size() <= INLINE_BYTES_MAX) {
            return Fal.dataUri(Files.readAllBytes(file), type(file));
          }
          return mayLink(blob) ? link(blob) : uploaded(blob, file);
        });
  }

  /** An address of a video, as it is stored. */
  String video(Job job, String key) throws ProviderException, StageException {
    Blob blob = stored.find(job, key);
    return mayLink(blob)
        ? link(blob)
        : stored.<String, ProviderException>using(job, key, this::uploaded);
  }

  /** What could still be replaced before the provider fetches it is uploaded. */
  private boolean mayLink(Blob blob) {
    return settings.inputs() == Handing.LINK && !DirectUploads.mayBeReplaced(blob, clock.instant());
  }

  private String link(Blob blob) {
    return stored.link(blob.key(), clock.instant().plus(LINKED_FOR));
  }

  private String uploaded(Blob blob, Path file) throws ProviderException, StageException {
    return once(
        name("stored", blob), () -> fal.upload(file, type(file), blob.key().name()).toString());
  }

  /** By its bytes: what came straight to a bucket has the type that its sender said. */
  private static String type(Path file) throws StageException {
    try (InputStream in = Files.newInputStream(file)) {
      return ContentTypes.sniff(in.readNBytes(ContentTypes.HEAD_BYTES));
    } catch (IOException e) {
      throw new StageException(NOT_MADE, true, e);
    }
  }

  private PictureFormat upright(Path file, Path to) throws IOException {
    try (PixelPlace _ = PixelPlace.take();
        Picture picture = Picture.read(file, settings.pixelsMax())) {
      return write(picture, to);
    }
  }

  /** An address of the photo, gently corrected. */
  String corrected(Job job, String key) throws ProviderException, StageException {
    return stored.<String, ProviderException>using(
        job, key, (blob, file) -> made(name("corrected", blob), to -> corrected(file, to)));
  }

  private PictureFormat corrected(Path file, Path to) throws IOException {
    try (PixelPlace _ = PixelPlace.take();
        Picture photo = Picture.read(file, settings.pixelsMax());
        Picture corrected = Correction.gentle(photo)) {
      return write(corrected, to);
    }
  }

  /**
   * An address of a picture that is made only if it was not handed over lately.
   *
   * @param name the same only for the same pixels
   */
  String made(String name, Making making) throws ProviderException, StageException {
    return once(name, () -> upload(making));
  }

  private String upload(Making making) throws ProviderException, StageException {
    try {
      Path file = Files.createTempFile(tempFolder, "made-", "");
      try {
        PictureFormat format = making.make(file);
        return fal.upload(file, format.contentType(), "picture." + format.extension()).toString();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new StageException(NOT_MADE, true, e);
    }
  }

  private static String name(String how, Blob blob) {
    return "%s %s %s".formatted(how, blob.key(), blob.etag());
  }

  private interface Upload {
    String run() throws ProviderException, StageException;
  }

  private String once(String name, Upload upload) throws ProviderException, StageException {
    String before = remembered(name);
    if (before != null) {
      return before;
    }
    String address = upload.run();
    uploads.put(name, new Uploaded(address, clock.instant()));
    return address;
  }

  private @Nullable String remembered(String name) {
    Uploaded before = uploads.get(name);
    return before != null && before.at().plus(REMEMBERED_FOR).isAfter(clock.instant())
        ? before.address()
        : null;
  }
}
