package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file host: uploads and outputs, public to whoever knows the key, until they are pruned. */
final class CdnFiles {
  private static final Pattern REFERENCE =
      Pattern.compile("/files/b/([0-9a-f-]{36})/([A-Za-z0-9._-]{1,100})");

  private static final Pattern TOKEN = Pattern.compile("[0-9a-f-]{36}");

  private final Path files;
  private final Path uploads;
  private final Path temporary;
  private final long maxFileBytes;
  private final Parts parts;

  /** An upload that was announced: where to PUT it, and where it will be. */
  record Announced(String uploadPath, String reference) {}

  /** A file and when it was written. */
  private record Kept(Path folder, Path path, long sizeBytes, Instant at) {}

  CdnFiles(Path files, Path uploads, Path temporary, long maxFileBytes) {
    this.files = files;
    this.uploads = uploads;
    this.temporary = temporary;
    this.maxFileBytes = maxFileBytes;
    this.parts = new Parts(uploads, temporary, maxFileBytes);
  }

  Parts parts() {
    return parts;
  }

  Announced announce(String fileName) throws IOException {
    String reference = "/files/b/" + UUID.randomUUID() + "/" + plain(fileName);
    String token = UUID.randomUUID().toString();
    Path note = Files.createTempFile(temporary, "note", "");
    Files.writeString(note, reference);
    Durable.move(note, uploads.resolve(token));
    return new Announced("/files/upload/" + token, reference);
  }

  /** What an upload token stands for; the same bytes may be sent again. */
  Optional<String> announced(String token) throws IOException {
    Path note = uploads.resolve(plain(token));
    return TOKEN.matcher(token).matches() && Files.isRegularFile(note)
        ? Optional.of(Files.readString(note))
        : Optional.empty();
  }

  /** Keeps a stream durably; false, and nothing kept, if it is larger than allowed. */
  boolean receive(String reference, InputStream in) throws IOException {
    Path file = Files.createTempFile(temporary, "upload", "");
    try {
      if (!Bounded.copy(in, file, maxFileBytes)) {
        return false;
      }
      keep(file, reference);
      return true;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Keeps the parts of an upload as one file; false, and nothing kept, if one is not as named. The
   * file appears whole and before its parts go, so where it is, the upload is complete.
   */
  boolean complete(String token, String reference, JsonNode named) throws IOException {
    if (find(reference).isPresent()) {
      // Asked again, because the answer was lost. Some parts may have outlived a crash.
      parts.delete(token);
      return true;
    }
    Path file = Files.createTempFile(temporary, "upload", "");
    try {
      if (!parts.join(token, named, file)) {
        return false;
      }
      keep(file, reference);
      parts.delete(token);
      return true;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  String publish(String key, String fileName, byte[] bytes) throws IOException {
    String reference = "/files/b/" + key + "/" + plain(fileName);
    Path file = Files.createTempFile(temporary, "output", "");
    Files.write(file, bytes);
    keep(file, reference);
    return reference;
  }

  /** Keeps a file that lies in the {@link #temporary} folder, by moving it. */
  String publish(String key, String fileName, Path file) throws IOException {
    String reference = "/files/b/" + key + "/" + plain(fileName);
    keep(file, reference);
    return reference;
  }

  /** Where files lie that are not kept. */
  Path temporary() {
    return temporary;
  }

  /** Whether a text is a reference that {@link #publish} could have given. */
  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  Optional<Path> find(String reference) {
    return path(reference).filter(Files::isRegularFile);
  }

  /** Deletes what is older than the retention, then the oldest until the rest fits. */
  void prune(Instant now, Duration retention, long maxFolderBytes) throws IOException {
    List<Kept> kept = new ArrayList<>(list(uploads));
    try (DirectoryStream<Path> keys = Files.newDirectoryStream(files)) {
      for (Path key : keys) {
        kept.addAll(list(key));
      }
    }
    kept.sort(Comparator.comparing(Kept::at));
    long bytes = kept.stream().mapToLong(Kept::sizeBytes).sum();
    for (Kept file : kept) {
      if (bytes <= maxFolderBytes && !file.at().plus(retention).isBefore(now)) {
        return;
      }
      Files.deleteIfExists(file.path());
      bytes -= file.sizeBytes();
      deleteIfEmpty(file.folder());
    }
  }

  private void keep(Path file, String reference) throws IOException {
    Path target =
        path(reference).orElseThrow(() -> new IOException("no file reference: " + reference));
    Files.createDirectories(target.getParent());
    Durable.move(file, target);
  }

  private Optional<Path> path(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    return matcher.matches() && !matcher.group(2).startsWith(".")
        ? Optional.of(files.resolve(matcher.group(1)).resolve(matcher.group(2)))
        : Optional.empty();
  }

  private void deleteIfEmpty(Path folder) throws IOException {
    if (folder.equals(uploads)) {
      return;
    }
    try (var left = Files.list(folder)) {
      if (left.findAny().isPresent()) {
        return;
      }
    }
    Files.deleteIfExists(folder);
  }

  private static List<Kept> list(Path folder) throws IOException {
    List<Kept> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        found.add(
            new Kept(
                folder, entry, Files.size(entry), Files.getLastModifiedTime(entry).toInstant()));
      }
    }
    return found;
  }

  private static String plain(String fileName) {
    String plain = fileName.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
    String end = plain.substring(Math.max(0, plain.length() - 100));
    return end.isEmpty() ? "file" : end;
  }
}
