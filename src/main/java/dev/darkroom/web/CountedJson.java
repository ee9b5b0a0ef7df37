package dev.darkroom.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Counts JSON that comes in chunks while it is read, because it announces no length. */
public class CountedJson {

  @ServerRequestFilter
  public void count(ContainerRequestContext request) {
    boolean json = MediaType.APPLICATION_JSON_TYPE.isCompatible(request.getMediaType());
    if (json && request.getLength() < 0) {
      request.setEntityStream(new Counted(request.getEntityStream()));
    }
  }

  /** Ends the request once too much has come. */
  private static final class Counted extends FilterInputStream {
    private long left = BodyLimits.JSON_BYTES_MAX;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count(read);
      return read;
    }

    private void count(int read) {
      left -= Math.max(0, read);
      if (left < 0) {
        throw new WebApplicationException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
      }
    }
  }
}
