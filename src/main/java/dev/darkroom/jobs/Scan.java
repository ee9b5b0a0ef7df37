package dev.darkroom.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a bounded number of rows has found. It may be little, or nothing, although there
 * is more.
 *
 * @param next where the next look goes on; null if all was seen
 */
public record Scan<T>(List<T> items, @Nullable String next) {
  public Scan {
    items = List.copyOf(items);
  }
}
