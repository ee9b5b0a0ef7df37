package dev.darkroom.provider;

import java.util.regex.Pattern;

/**
 * One accepted request: enough to ask for it again after a restart.
 *
 * <p>The paths are relative to {@link FalSettings#queueUrl}, so that a stored reference survives a
 * changed address and never carries the key to another host.
 *
 * @param requestId fal's own id, opaque
 * @param statusPath where to ask how it stands
 * @param responsePath where to fetch the result
 * @param cancelPath where to ask for its end
 */
public record RequestRef(
    String requestId, String statusPath, String responsePath, String cancelPath) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,199}");
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~%!$&'()*+,;=:@-]+){1,40}/?");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the id is empty or odd, or a path is not plainly below the
   *     queue's address
   */
  public RequestRef {
    if (!ID.matcher(requestId).matches()) {
      throw new IllegalArgumentException("not a request id");
    }
    if (!isPlain(statusPath) || !isPlain(responsePath) || !isPlain(cancelPath)) {
      throw new IllegalArgumentException("not a path below the queue, of request " + requestId);
    }
  }

  /**
   * The reference that fal's rules give a request whose submit answer was lost but whose id became
   * known, from a webhook for instance.
   *
   * @throws IllegalArgumentException if the model or the id is malformed
   */
  public static RequestRef of(String model, String requestId) {
    String base = AppId.of(model).appPath() + "/requests/" + requestId;
    return new RequestRef(requestId, base + "/status", base, base + "/cancel");
  }

  static boolean isPlain(String path) {
    return path.length() <= 1000
        && PATH.matcher(path).matches()
        && !path.matches("(?i).*/(\\.|%2e){1,2}(/.*)?");
  }
}
