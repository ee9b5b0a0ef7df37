package dev.darkroom.web;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Bytes of a blob as the body of an answer. Opened only when they are written: the answer to a HEAD
 * never is, and would stay open.
 *
 * @param first from 0
 */
record BlobPart(Blobs blobs, BlobKey key, long first, long length) {
  private static final int CHUNK_BYTES = 64 << 10;

  private void sendTo(ServerHttpResponse response) throws IOException {
    try (InputStream in = blobs.open(key, first, length)) {
      for (long left = length; left > 0; ) {
        byte[] chunk = in.readNBytes((int) Math.min(left, CHUNK_BYTES));
        if (chunk.length == 0) {
          throw new EOFException("the file became shorter while it was sent");
        }
        response.write(chunk).toCompletableFuture().join();
        left -= chunk.length;
      }
    }
  }

  /**
   * Sends a chunk when the one before is on its way to the network. The framework's own stream asks
   * whether the connection is full, which does not count what still waits for the event loop: a
   * busy machine then holds whole videos in memory.
   */
  @Provider
  public static final class Writer implements ServerMessageBodyWriter<BlobPart> {
    private static final Logger LOG = Logger.getLogger(BlobPart.class);

    @Override
    public void writeResponse(BlobPart part, Type type, ServerRequestContext context) {
      ServerHttpResponse response = context.serverResponse();
      // The other headers are laid in when the first chunk is written; this one must be there
      // before.
      response.setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(part.length()));
      try {
        part.sendTo(response);
        response.end();
      } catch (CompletionException e) {
        LOG.debugf("A reader has gone: %s", e.getCause());
        response.reset();
      } catch (IOException e) {
        if (!response.headWritten()) {
          throw new UncheckedIOException("A file could not be opened", e);
        }
        // Only a cut connection tells the reader that it does not have all.
        LOG.error("A file could not be read to its end", e);
        response.reset();
      }
    }

    @Override
    public boolean isWriteable(
        Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
      return type == BlobPart.class;
    }

    @Override
    public boolean isWriteable(
        Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
      return type == BlobPart.class;
    }

    @Override
    public void writeTo(
        BlobPart part,
        Class<?> type,
        Type genericType,
        Annotation[] annotations,
        MediaType mediaType,
        MultivaluedMap<String, Object> headers,
        OutputStream out) {
      throw new UnsupportedOperationException("only sent by the server itself");
    }
  }
}
