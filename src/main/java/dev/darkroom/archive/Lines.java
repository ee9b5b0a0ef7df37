package dev.darkroom.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file as they are: each ends with a newline, or the file was cut. */
final class Lines implements AutoCloseable {
  /** The largest thing in a row is what the provider answered: 10 MiB for each call of a job. */
  static final int BYTES_MAX = 64 << 20;

  private final Path path;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int at;
  private int end;
  private long number;

  Lines(Path path) {
    this.path = path;
    try {
      this.in = Files.newInputStream(path);
    } catch (IOException e) {
      throw new ArchiveException("%s cannot be read: %s".formatted(path, e));
    }
  }

  /** The next line without its end, or null after the last one. */
  @Nullable String next() {
    number++;
    line.reset();
    try {
      while (!takeToEnd()) {
        if (!refill()) {
          if (line.size() == 0) {
            return null;
          }
          throw refusal("it is cut, and the rest of the file is missing");
        }
      }
      ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw refusal("it is no text in UTF-8");
    } catch (IOException e) {
      throw refusal("it cannot be read: " + e);
    }
  }

  /** Adds what is in the buffer up to the end of the line; false if that is not in it. */
  private boolean takeToEnd() {
    int newline = at;
    while (newline < end && buffer[newline] != '\n') {
      newline++;
    }
    line.write(buffer, at, newline - at);
    if (line.size() > BYTES_MAX) {
      throw refusal("it is longer than any line of an export");
    }
    boolean whole = newline < end;
    at = whole ? newline + 1 : newline;
    return whole;
  }

  private boolean refill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /** Why the line that was read last cannot be used. */
  ArchiveException refusal(String words) {
    return new ArchiveException("%s, line %d: %s.".formatted(path, number, words));
  }

  /** How large a line is that has this text. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** How large the line was that was read last. */
  int bytes() {
    return line.size();
  }

  long number() {
    return number;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw refusal("it cannot be closed: " + e);
    }
  }
}
