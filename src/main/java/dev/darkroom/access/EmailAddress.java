package dev.darkroom.access;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By which users are known, in one way of writing. */
public final class EmailAddress {
  /** As long as mail allows; nothing that would be taken for more than one word. */
  private static final Pattern SHAPE =
      Pattern.compile("[^\\s\\p{Cntrl}@]{1,64}@[^\\s\\p{Cntrl}@]{1,189}");

  private EmailAddress() {}

  /** The address in lower case; empty if it is none. */
  public static Optional<String> normal(@Nullable String address) {
    return Optional.ofNullable(address)
        .filter(text -> SHAPE.matcher(text).matches())
        .map(text -> text.toLowerCase(Locale.ROOT));
  }
}
