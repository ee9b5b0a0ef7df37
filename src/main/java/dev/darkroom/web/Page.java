package dev.darkroom.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param nextCursor send it as {@code cursor} for the next page; null on the last one
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

  /**
   * A page of at most {@code limit} items.
   *
   * @param read up to one item more than the limit, which tells whether there is a next page
   */
  static <S, T> Page<T> of(List<S> read, int limit, Function<S, String> id, Function<S, T> shape) {
    List<S> items = read.subList(0, Math.min(limit, read.size()));
    return new Page<>(
        items.stream().map(shape).toList(), read.size() > limit ? id.apply(items.getLast()) : null);
  }
}
