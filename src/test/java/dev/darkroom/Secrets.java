package dev.darkroom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What nobody but its owner may read, and a search for it. */
final class Secrets {
  /** What may be read where. */
  enum Kind {
    /** Of the server, or of a third: nowhere. */
    OWN,
    /** The provider's too: nowhere but there. */
    SHARED,
    /** Shows who somebody is: only in the answer that hands it out. */
    TOKEN,
    /** Part of a signed address: only in answers to who may read the file. */
    ADDRESS
  }

  static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

  /** Nothing that is searched may look like this, known or not. */
  private static final Map<Kind, Pattern> SHAPES =
      Map.of(
          Kind.TOKEN,
          Pattern.compile("eyJ[A-Za-z0-9_-]{10,}[.]|dr_[A-Za-z0-9_-]{20,}"),
          Kind.ADDRESS,
          Pattern.compile("[Ss]ignature=[0-9a-f]{32,}"));

  private record Secret(Kind kind, String name) {}

  private final Map<String, Secret> byText = new ConcurrentHashMap<>();

  /** From now on this is looked for. */
  void add(Kind kind, String name, String text) {
    if (text.length() < 8) {
      throw new IllegalArgumentException("Too short to be told from anything else: " + text);
    }
    byText.put(text, new Secret(kind, name));
    if (kind == Kind.OWN || kind == Kind.SHARED) {
      forms(text).forEach(form -> byText.put(form, new Secret(kind, name + " in Base64")));
    }
  }

  /** Its whole groups of three bytes, from each of the places where it may begin in one. */
  private static Set<String> forms(String text) {
    Set<String> forms = new LinkedHashSet<>();
    for (int start = 0; start < 3; start++) {
      String whole = text.substring(start, start + (text.length() - start) / 3 * 3);
      forms.add(Base64.getEncoder().encodeToString(whole.getBytes(StandardCharsets.UTF_8)));
    }
    return forms;
  }

  int count() {
    return byText.size();
  }

  /** What of these kinds is in a text: the place, the name, and what stands before it. */
  List<String> in(String place, String text, Set<Kind> kinds) {
    List<String> found = new ArrayList<>();
    byText.forEach(
        (each, secret) -> {
          int at = kinds.contains(secret.kind()) ? text.indexOf(each) : -1;
          if (at >= 0) {
            found.add(told(place, secret.name(), text, at));
          }
        });
    SHAPES.forEach(
        (kind, shape) -> {
          if (kinds.contains(kind)) {
            shape
                .matcher(text)
                .results()
                .forEach(
                    match -> found.add(told(place, "something like one", text, match.start())));
          }
        });
    return found;
  }

  private static String told(String place, String name, String text, int at) {
    return "%s: %s after '%s'".formatted(place, name, text.substring(Math.max(0, at - 80), at));
  }

  /** As that, in the names and the bytes of all files of a folder. */
  List<String> inFiles(Path folder, Set<Kind> kinds) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        found.addAll(in("name of a file", name, kinds));
        found.addAll(in(name, latin(Files.readAllBytes(file)), kinds));
      }
    }
    return found;
  }

  /** Each byte as one character. */
  static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
