package dev.darkroom.web;

import dev.darkroom.blobs.Blob;
import dev.darkroom.blobs.Blobs;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Serves a blob by the rules of HTTP: whole, a range of it, or not at all if it has not changed.
 */
final class FileAnswer {

  private FileAnswer() {}

  /**
   * The answer to a request for the blob.
   *
   * @param shared whether the address itself is the permission; only then may other sites read it
   */
  static Response of(
      Blobs blobs,
      Blob blob,
      @Nullable String range,
      @Nullable String ifRange,
      @Nullable String ifNoneMatch,
      boolean shared) {
    String etag = "\"" + blob.etag() + "\"";
    if (isKnown(etag, ifNoneMatch)) {
      return ranged(Response.notModified(), etag, shared).build();
    }
    boolean fresh = ifRange == null || ifRange.equals(etag);
    ByteRange part = fresh ? ByteRange.parse(range, blob.size()) : null;
    if (part != null && part.length() == 0) {
      return ranged(outside(), etag, shared)
          .header("Content-Range", "bytes */" + blob.size())
          .build();
    }
    ByteRange sent = part == null ? ByteRange.whole(blob.size()) : part;
    Response.ResponseBuilder answer =
        ranged(Response.status(part == null ? 200 : 206), etag, shared)
            .header(HttpHeaders.CONTENT_TYPE, blob.contentType())
            .header(HttpHeaders.CONTENT_LENGTH, sent.length())
            .entity(new BlobPart(blobs, blob.key(), sent.first(), sent.length()));
    return part == null
        ? answer.build()
        : answer.header("Content-Range", part.header(blob.size())).build();
  }

  /** Whether who asks has this already. */
  static boolean isKnown(String etag, @Nullable String ifNoneMatch) {
    return ifNoneMatch != null && (ifNoneMatch.contains(etag) || ifNoneMatch.equals("*"));
  }

  static Response badSignature() {
    return Problem.of(
            403, "BAD_SIGNATURE", "signature", "This address is not valid or no longer valid.")
        .response();
  }

  private static Response.ResponseBuilder outside() {
    return Response.fromResponse(
        Problem.of(416, "RANGE_OUTSIDE", "Range", "This part lies outside of the file.")
            .response());
  }

  private static Response.ResponseBuilder ranged(
      Response.ResponseBuilder answer, String etag, boolean shared) {
    return headers(answer, etag, shared).header("Accept-Ranges", "bytes");
  }

  /** What goes with the bytes of users, whole or made small. */
  static Response.ResponseBuilder headers(
      Response.ResponseBuilder answer, String etag, boolean shared) {
    answer
        .header(HttpHeaders.ETAG, etag)
        .header(HttpHeaders.CACHE_CONTROL, "private, max-age=3600")
        // Whatever the bytes claim to be, a browser must not run them.
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox; default-src 'none'");
    return shared
        ? answer
            .header("Access-Control-Allow-Origin", "*")
            .header("Access-Control-Expose-Headers", "Content-Length, Content-Range, ETag")
        : answer;
  }

  /**
   * A part of a file.
   *
   * @param length 0 if it lies outside of the file
   */
  record ByteRange(long first, long length) {

    static ByteRange whole(long size) {
      return new ByteRange(0, size);
    }

    /**
     * The one range that a header asks for; null, which means all of the file, for several and for
     * what is not understood.
     */
    static @Nullable ByteRange parse(@Nullable String header, long size) {
      if (header == null || !header.matches("bytes=(\\d{1,18}-\\d{0,18}|-\\d{1,18})")) {
        return null;
      }
      String[] ends = header.substring("bytes=".length()).split("-", 2);
      if (ends[0].isEmpty()) {
        long length = Math.min(Long.parseLong(ends[1]), size);
        return new ByteRange(size - length, length);
      }
      long first = Long.parseLong(ends[0]);
      long last = ends[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(ends[1]);
      if (last < first) {
        return null;
      }
      return new ByteRange(first, Math.max(0, Math.min(last, size - 1) - first + 1));
    }

    String header(long size) {
      return "bytes %d-%d/%d".formatted(first, first + length - 1, size);
    }
  }
}
