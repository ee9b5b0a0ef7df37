package dev.darkroom.emulator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model id, split as fal splits it.
 *
 * @param app {@code owner/alias}, with the namespace in front if there is one
 * @param path the rest, without a leading slash; empty for the app's root
 */
record AppId(String app, String path) {
  private static final Set<String> NAMESPACES = Set.of("workflows", "comfy");
  private static final Pattern LEGACY = Pattern.compile("([0-9]+)-([a-zA-Z0-9-]+)");

  /** Reads the path segments of a submit; empty if they name no app. */
  static Optional<AppId> of(List<String> segments) {
    int size = segments.size();
    if (size == 1) {
      var legacy = LEGACY.matcher(segments.getFirst());
      return legacy.matches()
          ? Optional.of(new AppId(legacy.group(1) + "/" + legacy.group(2), ""))
          : Optional.empty();
    }
    int appSize = size > 0 && NAMESPACES.contains(segments.getFirst()) ? 3 : 2;
    if (size < appSize) {
      return Optional.empty();
    }
    return Optional.of(
        new AppId(
            String.join("/", segments.subList(0, appSize)),
            String.join("/", segments.subList(appSize, size))));
  }

  static AppId of(String modelId) {
    return of(List.of(modelId.split("/", -1)))
        .orElseThrow(() -> new IllegalArgumentException("no model id: " + modelId));
  }

  String full() {
    return path.isEmpty() ? app : app + "/" + path;
  }

  /** The alias alone, as fal's 404 names the app. */
  String alias() {
    return app.substring(app.lastIndexOf('/') + 1);
  }
}
