package dev.darkroom.db.surreal;

/**
 * The name of one record.
 *
 * @param key a String, a Long, or a List of them; keys of different types are different records
 */
record RecordId(String table, Object key) {

  /** The key, of a table whose keys are texts. */
  String text() {
    if (key instanceof String text) {
      return text;
    }
    throw new IllegalStateException("The key of %s is no text".formatted(this));
  }

  @Override
  public String toString() {
    return table + ":" + key;
  }
}
