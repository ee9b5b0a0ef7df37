package dev.darkroom.archive;

/** An export or import cannot be done as asked; the message is for the operator. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ArchiveException(String message) {
    super(message);
  }

  /** The store's mark is not that of the file which is being put. */
  public static ArchiveException notOurs() {
    return new ArchiveException(
        "Another import into this store is in progress, or has ended this one: it goes no further.");
  }
}
