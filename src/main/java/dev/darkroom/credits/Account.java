package dev.darkroom.credits;

/**
 * What a user owns, in whole credits.
 *
 * @param balance the sum of all entries; never below zero
 * @param held the sum of the open holds; never above the balance
 */
public record Account(long balance, long held) {

  public Account {
    if (balance < 0 || held < 0 || held > balance) {
      throw new IllegalStateException(
          "Account with balance %d and held %d indicates a bug".formatted(balance, held));
    }
  }

  /** What may still be spent, in credits. */
  public long available() {
    return balance - held;
  }
}
