package dev.darkroom.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A part of a file as the body of a request, which may be sent again. */
final class FilePart implements ContentStreamProvider {
  private final Path file;
  private final long offset;
  private final long length;
  private @Nullable InputStream open;

  FilePart(Path file, long offset, long length) {
    this.file = file;
    this.offset = offset;
    this.length = length;
  }

  /** In bytes. */
  long length() {
    return length;
  }

  /** From the start; the one before is closed. The last one is closed by the client. */
  @Override
  public InputStream newStream() {
    try {
      if (open != null) {
        open.close();
      }
      FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
      from.position(offset);
      open = new BoundedStream(Channels.newInputStream(from), length);
      return open;
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be read", e);
    }
  }
}
