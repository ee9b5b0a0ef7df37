package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.darkroom.jobs.StoreException;
import dev.darkroom.operations.Refusal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever went wrong into one form of answer. Nothing foreign reaches a body. */
public class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  /** A request that an operation cannot do as asked. */
  @ServerExceptionMapper
  public Response refused(Refusal e) {
    return Problem.of(e).response();
  }

  /** The store is full, overloaded or closing: nothing happened, and it may be tried again. */
  @ServerExceptionMapper
  public Response store(StoreException e) {
    LOG.error("The store did not take a request", e);
    return Problem.of(503, "TRY_AGAIN", "The server cannot store this right now. Try again soon.")
        .response();
  }

  /** The disk is full or broken: nothing happened, and it may be tried again. */
  @ServerExceptionMapper
  public Response storage(UncheckedIOException e) {
    LOG.error("Storage failed a request", e);
    return Problem.of(503, "STORAGE_TROUBLE", "Files cannot be stored or read right now.")
        .response();
  }

  /** A body of the wrong shape; it names the field. */
  @ServerExceptionMapper
  public Response shape(MismatchedInputException e) {
    return badJson(e);
  }

  /**
   * A form that ends before its last edge, or that the disk does not take: the framework read it,
   * nothing of ours did.
   */
  @ServerExceptionMapper
  public Response form(IOException e) {
    if (isOfDisk(e)) {
      return storage(new UncheckedIOException(e));
    }
    LOG.warnf("A form could not be read: %s", e.getMessage());
    return Problem.of(400, "BAD_FORM", "The form was cut off on its way, or is none.").response();
  }

  /** Bodies come by other ways, so what the JDK's own channels fail at are files. */
  private static boolean isOfDisk(IOException e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e instanceof FileSystemException
        || (trace.length > 0 && trace[0].getClassName().startsWith("sun.nio.ch."));
  }

  /**
   * What the framework itself refuses: unknown paths, methods, media types, broken JSON. What is
   * thrown past it and is no refusal stays as it is.
   */
  @ServerExceptionMapper
  public Response framework(WebApplicationException e) {
    if (e.getResponse().getStatus() < 400) {
      return e.getResponse();
    }
    if (e.getCause() instanceof JsonProcessingException broken) {
      return badJson(broken);
    }
    int status = e.getResponse().getStatus();
    return switch (status) {
      case 404 -> Problem.of(404, "NOT_FOUND", "There is nothing at this address.").response();
      case 405 ->
          Problem.of(405, "METHOD_NOT_ALLOWED", "This address does not take that method.")
              .response();
      case 406 ->
          Problem.of(406, "NOT_ACCEPTABLE", "This address answers in another form.").response();
      case 413 -> Problem.of(413, "TOO_LARGE", "The request is too large.").response();
      case 415 ->
          Problem.of(415, "UNSUPPORTED_MEDIA", "This address does not take that kind of body.")
              .response();
      default ->
          status >= 500
              ? unexpected(e)
              : Problem.of(status, "BAD_REQUEST", "The request could not be understood.")
                  .response();
    };
  }

  /** A bug, or something broken below us. The log has it; the body does not. */
  @ServerExceptionMapper
  public Response unexpected(Exception e) {
    if (e.getCause() instanceof FileSystemException disk) {
      return storage(new UncheckedIOException(disk));
    }
    LOG.error("A request failed", e);
    return Problem.of(500, "INTERNAL", "Something went wrong on our side.").response();
  }

  private Response badJson(JsonProcessingException e) {
    if (e.getCause() instanceof WebApplicationException whileReading) {
      return framework(whileReading);
    }
    if (e instanceof StreamConstraintsException
        || e.getCause() instanceof StreamConstraintsException) {
      return Problem.of(400, "BAD_JSON", "The body is too deep, or has too many parts.").response();
    }
    List<JsonMappingException.Reference> path =
        e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    if (path.isEmpty()) {
      String words =
          e instanceof MismatchedInputException
              ? "The body must be a JSON object."
              : "The body is not valid JSON.";
      return Problem.of(400, "BAD_JSON", words).response();
    }
    String field = field(path);
    return Problem.of(400, "BAD_VALUE", field, "%s has a value of the wrong kind.".formatted(field))
        .response();
  }

  /** As clients write it: {@code boundingBox.x}, {@code image_urls[1]}. */
  private static String field(List<JsonMappingException.Reference> path) {
    StringBuilder field = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return field.toString();
  }
}
