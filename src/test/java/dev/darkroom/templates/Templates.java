package dev.darkroom.templates;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Templates and variables with sensible defaults, so that a test states only what matters. */
public final class Templates {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private Templates() {}

  public static Template of(String prompt, Variable... variables) {
    return named("one", "slug", prompt, null, variables);
  }

  /** As {@link #of}, with something to say of videos. */
  public static Template moving(Motion motion, String prompt, Variable... variables) {
    Template still = of(prompt, variables);
    return new Template(
        still.id(),
        still.slug(),
        still.name(),
        still.description(),
        still.prompt(),
        still.model(),
        still.aspectRatio(),
        still.imageKeys(),
        still.variables(),
        motion,
        still.createdAt(),
        still.updatedAt());
  }

  public static Template named(
      String id, String slug, String prompt, @Nullable String aspectRatio, Variable... variables) {
    return new Template(
        id,
        slug,
        "A name",
        "",
        prompt,
        null,
        aspectRatio,
        List.of("templates/slug/a.jpg"),
        List.of(variables),
        null,
        NOON,
        NOON);
  }

  public static Variable text(String key) {
    return variable(key, Variable.Type.TEXT, false, null);
  }

  public static Variable variable(
      String key, Variable.Type type, boolean required, @Nullable String initial) {
    List<String> options = type == Variable.Type.SELECT ? List.of("calm", "bold") : List.of();
    return new Variable(key, key, type, required, initial, null, null, 20, options);
  }
}
