package dev.darkroom.operations;

import dev.darkroom.blobs.Blob;
import dev.darkroom.jobs.StageException;
import dev.darkroom.media.Correction;
import dev.darkroom.media.Measure;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureFormat;
import dev.darkroom.media.PixelPlace;
import dev.darkroom.provider.Fal;
import dev.darkroom.provider.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the provider pictures of ours to read, always upright. */
public final class Handover {
  /** Larger inputs slow the queue down when they are sent inline. */
  private static final long INLINE_BYTES_MAX = 8 * 1024;

  /** A busy queue is asked many times; the file is already there. */
  private static final int REMEMBERED_MAX = 1000;

  private static final Duration REMEMBERED_FOR = Duration.ofHours(1);
  private static final int UPRIGHT = 1;

  private final Stored stored;
  private final Fal fal;
  private final OperationSettings settings;
  private final InstantSource clock;
  private final Map<String, Uploaded> uploads = Collections.synchronizedMap(new Recent());

  public Handover(Stored stored, Fal fal, OperationSettings settings, InstantSource clock) {
    this.stored = stored;
    this.fal = fal;
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

  /** A picture file that is made for the provider and kept nowhere else. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Made(byte[] bytes, PictureFormat format) {

    /** Lossless if it must be: JPEG has no alpha. */
    static Made of(Picture picture) {
      PictureFormat format = picture.alpha() ? PictureFormat.PNG : PictureFormat.JPEG;
      return new Made(picture.encode(format), format);
    }
  }

  /** Makes such a file; takes and gives back its own {@link PixelPlace}. */
  @FunctionalInterface
  interface Making {
    Made make() throws StageException;
  }

  /** An address of the picture as it is stored: inline if it is small, else uploaded. */
  String address(String key) throws ProviderException, StageException {
    return stored.<String, ProviderException>using(
        key,
        (blob, file) -> {
          if (Measure.measure(file, settings.pixelsMax()).orientation() != UPRIGHT) {
            return made(name("upright", blob), () -> upright(file));
          }
          return blob.size() <= INLINE_BYTES_MAX
              ? Fal.dataUri(Files.readAllBytes(file), blob.contentType())
              : once(
                  name("stored", blob),
                  () -> fal.upload(file, blob.contentType(), blob.key().name()).toString());
        });
  }

  private Made upright(Path file) {
    try (PixelPlace _ = PixelPlace.take();
        Picture picture = Picture.read(file, settings.pixelsMax())) {
      return Made.of(picture);
    }
  }

  /** An address of the photo, gently corrected. */
  String corrected(String key) throws ProviderException, StageException {
    return stored.<String, ProviderException>using(
        key, (blob, file) -> made(name("corrected", blob), () -> corrected(file)));
  }

  private Made corrected(Path file) {
    try (PixelPlace _ = PixelPlace.take();
        Picture photo = Picture.read(file, settings.pixelsMax());
        Picture corrected = Correction.gentle(photo)) {
      return Made.of(corrected);
    }
  }

  /**
   * An address of a picture that is made only if it was not handed over lately.
   *
   * @param name the same only for the same pixels
   */
  String made(String name, Making making) throws ProviderException, StageException {
    return once(
        name,
        () -> {
          Made made = making.make();
          PictureFormat format = made.format();
          return fal.upload(made.bytes(), format.contentType(), "picture." + format.extension())
              .toString();
        });
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
