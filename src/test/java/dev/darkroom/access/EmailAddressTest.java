package dev.darkroom.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two addresses are never one user. */
class EmailAddressTest {

  @Test
  void capitalsMakeNoOther() {
    assertEquals(
        Optional.of("ann.lee+1@example.com"), EmailAddress.normal("Ann.Lee+1@EXAMPLE.com"));
  }

  /** The Kelvin sign, the Angstrom sign and a dotted I become others in lower case. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mar\u212A@example.com", "\u212Bnn@example.com", "\u0130nn@example.com",
        "ann\u200B@example.com", "ann\u202E@example.com", "ann\u0085@example.com",
        "ann\u00A0@example.com", "\u0430nn@example.com", "ann@ex\u0430mple.com",
        "ann\u0000@example.com", "ann\n@example.com"
      })
  void lettersThatMayBeTakenForOthersAreRefused(String address) {
    assertEquals(Optional.empty(), EmailAddress.normal(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ann", "@example.com", "ann@", "ann@b@c", "an n@example.com", " "})
  void whatIsNoAddressIsRefused(String address) {
    assertEquals(Optional.empty(), EmailAddress.normal(address));
  }

  @Test
  void whatNoMailTakesIsRefused() {
    assertEquals(Optional.empty(), EmailAddress.normal("a".repeat(65) + "@example.com"));
    assertEquals(Optional.empty(), EmailAddress.normal("a@" + "b".repeat(190)));
    assertEquals(Optional.empty(), EmailAddress.normal(null));
  }
}
