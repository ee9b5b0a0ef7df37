package dev.darkroom.archive;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** A file that is written beside its place and takes it when it is proved, or is gone. */
final class NewFile implements AutoCloseable {
  /** It holds what all users made. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path place;
  private final Path part;
  private boolean published;

  /**
   * Begins it, empty.
   *
   * @throws ArchiveException if it is there: another export may be writing it just now
   */
  NewFile(Path place) throws IOException {
    this.place = place;
    this.part = place.resolveSibling(place.getFileName() + ".part");
    try {
      Files.createFile(part, OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      throw new ArchiveException(
          "%s is there: another export writes it, or one broke off. If none is at work, delete it."
              .formatted(part));
    }
  }

  /** Where it is now. */
  Path part() {
    return part;
  }

  /** Writes all lines of the store; when it returns, they are on disk. */
  void write(Archive archive, Progress progress) throws IOException {
    Summary summary = new Summary();
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
        Writer to = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
      to.write(Summary.HEAD + '\n');
      for (Kind kind : Kind.values()) {
        archive.read(
            kind,
            line -> {
              String text = line.json();
              refuseLarge(line, text);
              summary.add(line, text);
              write(to, text);
              progress.add(1);
            });
      }
      write(to, summary.json());
      to.flush();
      channel.force(true);
    }
  }

  /** What could not be read again. */
  private static void refuseLarge(Line line, String text) {
    int bytes = Lines.bytes(text);
    if (bytes > Lines.BYTES_MAX) {
      throw new ArchiveException(
          "%s has %d bytes: a line of an export has at most %d."
              .formatted(line.name(), bytes, Lines.BYTES_MAX));
    }
  }

  private static void write(Writer to, String text) {
    try {
      to.write(text);
      to.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives it its name, unless another file took it meanwhile. */
  void publish() throws IOException {
    Files.move(part, place);
    published = true;
    try (FileChannel folder = FileChannel.open(Objects.requireNonNull(place.getParent()))) {
      folder.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    // From there on, one of that name is another export's.
    if (!published) {
      Files.deleteIfExists(part);
    }
  }
}
