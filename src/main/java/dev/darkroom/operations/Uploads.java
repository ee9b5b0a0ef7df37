package dev.darkroom.operations;

import com.fasterxml.uuid.Generators;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.ContentTypes;
import dev.darkroom.library.UserFolder;
import dev.darkroom.media.PictureFormat;
import dev.darkroom.media.VideoFormat;
import dev.darkroom.operations.Clips.Clip;
import dev.darkroom.operations.Sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the files that users bring to stay: pictures and videos. */
public final class Uploads {
  /** No dots: every file has one, so no folder can ever stand where a file is. */
  private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+){0,7}");

  /** Where results lie, and what jobs brought. */
  private static final Set<String> OURS = Set.of("library", "inputs");

  private static final int FOLDER_LENGTH_MAX = 200;
  private static final int NAME_LENGTH_MAX = 60;
  private static final String USUAL_FOLDER = "uploads";
  private static final String FIELD = "file";

  private final Sources sources;
  private final Clips clips;
  private final Quota quota;
  private final OperationSettings settings;

  public Uploads(Sources sources, Clips clips, Quota quota, OperationSettings settings) {
    this.sources = sources;
    this.clips = clips;
    this.quota = quota;
    this.settings = settings;
  }

  /**
   * A file in storage.
   *
   * @param width pixels, as it is shown
   * @param height pixels, as it is shown
   * @param bytes size of the file
   * @param seconds null for a picture
   * @param fps null for a picture
   */
  public record Uploaded(
      String key,
      String contentType,
      int width,
      int height,
      long bytes,
      @Nullable Double seconds,
      @Nullable Double fps) {}

  /**
   * Checks and stores a file.
   *
   * @param folder below the user's own folder, or null or blank for {@code uploads}
   * @param name the file's name, of which letters and digits are kept
   */
  public Uploaded take(String user, @Nullable String folder, String name, Path file)
      throws Refusal {
    String below = folder(folder);
    try {
      byte[] head = head(file);
      boolean video = VideoFormat.sniff(head).isPresent();
      if (!video && PictureFormat.sniff(head).isEmpty()) {
        throw new Refusal(
            Refusal.Kind.UNSUPPORTED_MEDIA,
            "UNSUPPORTED_FILE",
            FIELD,
            "This is neither a picture (JPEG, PNG, WebP) nor a video (MP4, MOV, WebM).");
      }
      long most = video ? settings.videoBytesMax() : settings.uploadBytesMax();
      if (Files.size(file) > most) {
        throw tooLarge(FIELD, most);
      }
      quota.require(user, FIELD, Files.size(file));
      Uploaded stored = video ? video(user, below, name, file) : picture(user, below, name, file);
      quota.add(user, stored.bytes());
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException("An upload could not be stored", e);
    }
  }

  /** What a request names, or the usual one. */
  static String folder(@Nullable String asked) throws Refusal {
    String folder = asked == null || asked.isBlank() ? USUAL_FOLDER : asked;
    boolean ours = OURS.contains(folder.replaceFirst("/.*", "").toLowerCase(Locale.ROOT));
    if (ours || folder.length() > FOLDER_LENGTH_MAX || !FOLDER.matcher(folder).matches()) {
      throw Refusal.badInput(
          "BAD_PATH",
          "path",
          "path must be a folder such as cars/2026 (letters, digits, _ and -), not library or inputs.");
    }
    return folder;
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Math.max(VideoFormat.SNIFFED_BYTES, PictureFormat.SNIFFED_BYTES));
    }
  }

  private Uploaded picture(String user, String folder, String name, Path file)
      throws Refusal, IOException {
    Source source = sources.store(user, FIELD, folder, name, file);
    return new Uploaded(
        source.key().value(),
        source.contentType(),
        source.width(),
        source.height(),
        source.bytes(),
        null,
        null);
  }

  private Uploaded video(String user, String folder, String name, Path file)
      throws Refusal, IOException {
    Clip clip = clips.store(user, FIELD, folder, name, file);
    var video = clip.video();
    return new Uploaded(
        clip.key().value(),
        video.format().contentType(),
        video.width(),
        video.height(),
        clip.bytes(),
        video.seconds(),
        video.rate().fps());
  }

  /** What an upload is told that has more bytes than allowed. */
  public static Refusal tooLarge(String field, long most) {
    return new Refusal(
        Refusal.Kind.TOO_LARGE,
        "FILE_TOO_LARGE",
        field,
        "Such a file may have at most %d MB.".formatted(most >> 20));
  }

  /** A key for a new file, by its kind and what is usable of its name. */
  static BlobKey key(String user, String folder, String name, String contentType) {
    return key(user, folder, "", name, contentType);
  }

  /** As that, with a name that begins so. */
  static BlobKey key(String user, String folder, String start, String name, String contentType) {
    String plain = name.replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
    return BlobKey.of(
        "%s%s/%s%s-%s.%s"
            .formatted(
                UserFolder.of(user).root(),
                folder,
                start,
                Generators.timeBasedEpochGenerator().generate(),
                plain.substring(0, Math.min(plain.length(), NAME_LENGTH_MAX)),
                ContentTypes.extension(contentType)));
  }
}
