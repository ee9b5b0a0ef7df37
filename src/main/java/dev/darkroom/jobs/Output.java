package dev.darkroom.jobs;

import dev.darkroom.library.LibraryItem;
import java.util.List;

/**
 * What an operation made: files that are already in storage.
 *
 * @param key the main file
 * @param items the rows for the user's library, written with the job's end
 */
public record Output(String key, List<LibraryItem> items) {

  public Output {
    items = List.copyOf(items);
  }
}
