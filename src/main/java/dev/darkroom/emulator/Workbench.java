package dev.darkroom.emulator;

import java.io.IOException;
import java.nio.file.Path;

/** What a {@link Model} is given for one run. */
public interface Workbench {

  /**
   * Tells how far the run is; logs a line and, if a run delay is set, takes its time.
   *
   * @param fraction 0 to 1, never going back
   * @throws InterruptedException when the run is to be abandoned
   */
  void progress(double fraction) throws InterruptedException;

  /**
   * Fetches an input file: a {@code data:} URI, a file of this emulator, or any http(s) URL.
   *
   * @param field the input field that named it, for the error's {@code loc}; with its place in a
   *     list after a dot: {@code image_urls.1}
   * @throws ModelException {@code file_download_error} or {@code file_too_large}
   */
  byte[] download(String field, String url) throws ModelException, InterruptedException;

  /**
   * As {@link #download}, of a file that is too large for memory. It must not be changed, and is
   * gone when the run ends.
   */
  Path downloadFile(String field, String url) throws ModelException, InterruptedException;

  /** A new path for a file of this run's own, which is gone when the run ends. */
  Path temporary(String suffix) throws IOException;

  /**
   * Keeps an output file durably.
   *
   * @param fileName plain name with its extension; the same name again in one run replaces it
   * @return a reference for the output's {@code url}, made absolute when the result is read
   */
  String publish(String fileName, byte[] bytes) throws IOException;

  /** As the other, of a {@link #temporary} file, which is moved. */
  String publish(String fileName, Path file) throws IOException;
}
