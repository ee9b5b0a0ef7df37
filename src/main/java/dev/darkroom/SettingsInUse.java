package dev.darkroom;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings of an environment in words for the log; what is secret among them is not told. */
final class SettingsInUse {
  private static final Pattern OURS = Pattern.compile("(DARKROOM|FAL|SURREAL|R2)_[A-Z0-9_]+");
  private static final Pattern SECRET = Pattern.compile(".*(KEY|SECRET|PASSWORD|TOKEN).*");

  /** The user and the query of an address may be secrets that somebody put there. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(?<=://)[^/]*@|[?#].*");

  private SettingsInUse() {}

  /** Each that is set, in order: {@code DARKROOM_PORT=8080, FAL_KEY=***}; empty if none is. */
  static String of(Map<String, String> environment) {
    return new TreeMap<>(environment)
        .entrySet().stream()
            .filter(each -> OURS.matcher(each.getKey()).matches())
            .map(each -> each.getKey() + "=" + told(each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String told(String name, String value) {
    return SECRET.matcher(name).matches() ? "***" : IN_ADDRESS.matcher(value).replaceAll("***");
  }
}
