package dev.darkroom.archive;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** A file that is written beside its place and takes it when it is proved, or is gone. */
final class NewFile implements AutoCloseable {
  /** It holds what all users made. */
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path place;
  private final Path part;

  /** Takes the place of what an earlier try left. */
  NewFile(Path place) throws IOException {
    this.place = place;
    this.part = place.resolveSibling(place.getFileName() + ".part");
    Files.deleteIfExists(part);
  }

  /** Where it is now. */
  Path part() {
    return part;
  }

  /** Writes all lines of the store; when it returns, they are on disk. */
  void write(Archive archive, Progress progress) throws IOException {
    Summary summary = new Summary();
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(part, fresh, OWNER_ONLY);
        Writer to = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8))) {
      to.write(Summary.HEAD + '\n');
      for (Kind kind : Kind.values()) {
        archive.read(
            kind,
            line -> {
              String text = line.json();
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
    try (FileChannel folder = FileChannel.open(Objects.requireNonNull(place.getParent()))) {
      folder.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(part);
  }
}
