package dev.darkroom.templates;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps templates. Each method is one move, durable when it returns. */
public interface TemplateStore {

  /** The template of this slug. */
  Optional<Template> bySlug(String slug);

  /** The template of this id. */
  Optional<Template> byId(String id);

  /**
   * Templates, oldest first.
   *
   * @param after the id of the last one already seen, or null for the oldest
   */
  List<Template> list(int limit, @Nullable String after);

  /** Adds one; false if its slug is taken, and then nothing is stored. */
  boolean add(Template template);

  /** Puts one in the place of another with the same id; false if that has changed or is gone. */
  boolean replace(Template before, Template after);

  /** Removes the template of this slug; the answer is what it was. */
  Optional<Template> remove(String slug);

  /** Adds the first templates, unless that was done before: what is removed stays removed. */
  boolean seed(List<Template> templates, Instant now);

  /** Whether {@link #seed} was done. */
  boolean seeded();
}
