package dev.darkroom.archive;

/** An export or import cannot be done as asked; the message is for the operator. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ArchiveException(String message) {
    super(message);
  }
}
