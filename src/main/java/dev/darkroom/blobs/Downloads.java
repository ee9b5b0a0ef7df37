package dev.darkroom.blobs;

import dev.darkroom.blobs.DownloadException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * The guarded download of results, into temporary files. It goes to public hosts over HTTPS and to
 * the trusted origins, nowhere else, and never takes more bytes, time or redirects than allowed.
 */
public final class Downloads implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  /**
   * What one download may take.
   *
   * @param maxTime for all of it, redirects included
   * @param maxRedirects 0 for none
   */
  public record Limits(long maxBytes, Duration maxTime, int maxRedirects) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is not positive, or redirects are negative
     */
    public Limits {
      if (maxBytes <= 0 || maxTime.toMillis() <= 0 || maxRedirects < 0) {
        throw new IllegalArgumentException("limits must be positive");
      }
    }
  }

  /** Where one request of a download led. */
  private sealed interface Hop {
    record Moved(URI to) implements Hop {}

    record Arrived(Downloaded downloaded) implements Hop {}
  }

  private final TempFolder temp;
  private final Limits limits;
  private final GuardedHttp http;

  /**
   * Downloads into a folder, made if it is missing and used for nothing else.
   *
   * @param trustedOrigins addresses whose scheme, host and port are allowed although plain or
   *     private: those of the configured provider
   * @throws IOException if the folder cannot be made
   */
  public Downloads(Set<URI> trustedOrigins, Path tempFolder, Limits limits) throws IOException {
    this(new Guard(trustedOrigins, false, NameLookups.system()), tempFolder, limits);
  }

  private Downloads(Guard guard, Path tempFolder, Limits limits) throws IOException {
    this.temp = new TempFolder(tempFolder);
    this.limits = limits;
    this.http = new GuardedHttp(guard, limits.maxTime());
  }

  /** As the constructor, for addresses that users give: plain http is allowed to public hosts. */
  public static Downloads fromUsers(Path tempFolder, Limits limits) throws IOException {
    return new Downloads(new Guard(Set.of(), true, NameLookups.system()), tempFolder, limits);
  }

  /**
   * Downloads what is at an http, https or {@code data:} address.
   *
   * @return the file, which the caller closes
   * @throws DownloadException if the address is refused or its host does not deliver
   * @throws IOException if the file cannot be written here; nothing is left behind either way
   */
  public Downloaded fetch(URI url) throws IOException {
    if (DataUris.isOne(url.toString())) {
      return decode(url.toString(), limits.maxBytes());
    }
    long start = System.nanoTime();
    URI at = url;
    for (int hops = 0; hops <= limits.maxRedirects(); hops++) {
      Duration left = limits.maxTime().minusNanos(System.nanoTime() - start);
      if (left.toMillis() <= 0) {
        throw DownloadException.of(Kind.TOO_SLOW, at.getHost() + " took too long", null);
      }
      URI here = at;
      Hop hop = http.get(here, left, (response, body) -> hop(here, response, body));
      switch (hop) {
        case Hop.Moved(URI to) -> at = to;
        case Hop.Arrived(Downloaded downloaded) -> {
          return downloaded;
        }
      }
    }
    throw DownloadException.of(
        Kind.TOO_MANY_REDIRECTS, "more than " + limits.maxRedirects() + " redirects", null);
  }

  /** Whether this is a {@code data:} address, whose bytes {@link #decode} gives. */
  public static boolean isData(String url) {
    return DataUris.isOne(url);
  }

  /**
   * The bytes of a {@code data:…;base64,…} address; goes nowhere.
   *
   * @return the file, which the caller closes
   * @throws DownloadException BROKEN if it is not base64 or empty, TOO_LARGE past {@code maxBytes}
   * @throws IOException if the file cannot be written here
   */
  public Downloaded decode(String dataUrl, long maxBytes) throws IOException {
    return store(DataUris.open(dataUrl, maxBytes), "a data address");
  }

  /**
   * Deletes what processes that were killed have left in the folder.
   *
   * @param before files last written earlier than this; further back than a download may take
   * @return how many were deleted
   */
  public int sweepUnfinished(Instant before) throws IOException {
    return temp.sweep(before);
  }

  /** Closes all connections; downloads under way fail. */
  @Override
  public void close() throws IOException {
    http.close();
  }

  private Hop hop(URI at, ClassicHttpResponse response, GuardedHttp.Body body) throws IOException {
    return switch (response.getCode()) {
      case 200 -> {
        if (response.getEntity() != null
            && response.getEntity().getContentLength() > limits.maxBytes()) {
          throw tooLarge(at.getHost());
        }
        yield new Hop.Arrived(store(body, at.getHost()));
      }
      case 301, 302, 303, 307, 308 -> new Hop.Moved(target(at, response));
      default -> throw DownloadException.wrongStatus(response.getCode(), at.getHost());
    };
  }

  private static URI target(URI at, ClassicHttpResponse response) throws DownloadException {
    Header location = response.getFirstHeader(HttpHeaders.LOCATION);
    try {
      if (location != null) {
        return at.resolve(URI.create(location.getValue()));
      }
    } catch (IllegalArgumentException e) {
      throw DownloadException.wrongStatus(response.getCode(), at.getHost());
    }
    throw DownloadException.wrongStatus(response.getCode(), at.getHost());
  }

  private Downloaded store(GuardedHttp.Body body, String from) throws IOException {
    Path file = temp.create();
    boolean whole = false;
    try {
      Downloaded downloaded = write(body, file, from);
      whole = true;
      return downloaded;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Downloaded write(GuardedHttp.Body body, Path file, String from) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    byte[] head = new byte[0];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        if (head.length < ContentTypes.HEAD_BYTES) {
          head = grown(head, buffer, count);
        }
        size += count;
        if (size > limits.maxBytes()) {
          throw tooLarge(from);
        }
        out.write(buffer, 0, count);
      }
    }
    if (size == 0) {
      throw DownloadException.of(Kind.BROKEN, from + " sent nothing", null);
    }
    return new Downloaded(file, ContentTypes.sniff(head), size);
  }

  private static byte[] grown(byte[] head, byte[] more, int count) {
    int added = Math.min(count, ContentTypes.HEAD_BYTES - head.length);
    byte[] grown = Arrays.copyOf(head, head.length + added);
    System.arraycopy(more, 0, grown, head.length, added);
    return grown;
  }

  private DownloadException tooLarge(String from) {
    return DownloadException.of(
        Kind.TOO_LARGE, from + " sent more than " + limits.maxBytes() + " bytes", null);
  }
}
