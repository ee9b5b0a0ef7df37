package dev.darkroom.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model's id taken apart (the rules of fal's own clients): submits use all of it, everything
 * after the submit only the app.
 *
 * @param path the full id as a path, {@code /owner/alias/…}
 * @param appPath the app's path, {@code /owner/alias}, behind its namespace if it has one
 */
record AppId(String path, String appPath) {
  private static final Set<String> NAMESPACES = Set.of("workflows", "comfy");
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern LEGACY = Pattern.compile("([0-9]+)-([a-zA-Z0-9-]+)");

  /**
   * Takes a model id apart.
   *
   * @throws IllegalArgumentException if it is not {@code owner/alias[/path…]}, namespaced or legacy
   */
  static AppId of(String model) {
    var legacy = LEGACY.matcher(model);
    List<String> parts =
        legacy.matches()
            ? List.of(legacy.group(1), legacy.group(2))
            : Arrays.asList(model.split("/", -1));
    int appParts = NAMESPACES.contains(parts.getFirst()) ? 3 : 2;
    if (parts.size() < appParts || parts.size() > 12 || !parts.stream().allMatch(AppId::plain)) {
      throw new IllegalArgumentException("a model id is owner/alias[/path], not: " + model);
    }
    return new AppId(
        "/" + String.join("/", parts), "/" + String.join("/", parts.subList(0, appParts)));
  }

  private static boolean plain(String segment) {
    return SEGMENT.matcher(segment).matches() && !segment.equals(".") && !segment.equals("..");
  }
}
