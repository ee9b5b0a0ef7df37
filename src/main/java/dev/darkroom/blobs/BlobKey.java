package dev.darkroom.blobs;

import java.util.regex.Pattern;

/**
 * The checked name of a blob, as {@code users/{userId}/library/upscale-1.png}: plain segments
 * between slashes, the same in a folder and in an object store.
 *
 * <p>A segment is 1 to 200 characters of {@code A-Z a-z 0-9 . _ -} and does not begin with a dot,
 * so that no key can climb, hide, or mean one thing encoded and another decoded. The whole is at
 * most 1024 characters, the limit of S3.
 */
public record BlobKey(String value) {
  private static final int MAX_LENGTH = 1024;
  private static final Pattern VALUE =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199})*");

  /**
   * Checks the key.
   *
   * @throws IllegalArgumentException if it is not of the form above; the message does not repeat it
   */
  public BlobKey {
    if (value.length() > MAX_LENGTH || !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a key is made of letters, digits, '.', '_' and '-' between single slashes");
    }
  }

  /** The key of these characters; see {@link #BlobKey}. */
  public static BlobKey of(String value) {
    return new BlobKey(value);
  }

  /**
   * The key of something inside this one, taken as a folder.
   *
   * @param path one or more segments, without a leading slash
   * @throws IllegalArgumentException if the path is malformed
   */
  public BlobKey child(String path) {
    return new BlobKey(value + "/" + path);
  }

  /** Whether this key lies inside the other, taken as a folder; nothing lies inside itself. */
  public boolean isUnder(BlobKey folder) {
    return value.startsWith(folder.value + "/");
  }

  /** The last segment. */
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
