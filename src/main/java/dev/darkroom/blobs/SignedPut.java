package dev.darkroom.blobs;

import java.net.URI;
import java.util.Map;

/**
 * How to put a blob without asking this server: one request, whose signature holds its type and its
 * length.
 *
 * @param headers which must be sent as they are; Content-Length follows from the body
 */
public record SignedPut(URI url, String method, Map<String, String> headers) {

  public SignedPut {
    headers = Map.copyOf(headers);
  }
}
