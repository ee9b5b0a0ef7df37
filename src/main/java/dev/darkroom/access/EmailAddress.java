package dev.darkroom.access;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By which users are known, in one way of writing. */
public final class EmailAddress {
  /**
   * As long as mail allows, and printable ASCII: other letters may look alike or become each other
   * in lower case, and two addresses must never be one user. Domains of other letters have such a
   * form.
   */
  private static final Pattern SHAPE = Pattern.compile("[!-~&&[^@]]{1,64}@[!-~&&[^@]]{1,189}");

  private EmailAddress() {}

  /** The address in lower case; empty if it is none. */
  public static Optional<String> normal(@Nullable String address) {
    return Optional.ofNullable(address)
        .filter(text -> SHAPE.matcher(text).matches())
        .map(text -> text.toLowerCase(Locale.ROOT));
  }
}
