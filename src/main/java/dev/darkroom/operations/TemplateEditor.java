package dev.darkroom.operations;

import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.blobs.ContentTypes;
import dev.darkroom.operations.Refusal.Kind;
import dev.darkroom.operations.Sources.Source;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateException;
import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.Variable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes, changes and removes templates with their pictures, which lie under {@code templates/}. */
public final class TemplateEditor {
  private final TemplateStore store;
  private final Sources sources;
  private final Blobs blobs;
  private final Catalogue catalogue;
  private final Supplier<String> ids;
  private final InstantSource clock;

  /**
   * An editor.
   *
   * @param ids gives time-ordered ids
   */
  public TemplateEditor(
      TemplateStore store,
      Sources sources,
      Blobs blobs,
      Catalogue catalogue,
      Supplier<String> ids,
      InstantSource clock) {
    this.store = store;
    this.sources = sources;
    this.blobs = blobs;
    this.catalogue = catalogue;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A template as its author writes it.
   *
   * @param imageKeys files of the author's, which are copied, or pictures that the template has;
   *     null for those that it has
   */
  public record Edit(
      String slug,
      String name,
      String description,
      String prompt,
      @Nullable String model,
      @Nullable String aspectRatio,
      @Nullable List<String> imageKeys,
      List<Variable> variables,
      @Nullable Motion video) {

    List<String> images() {
      return imageKeys == null ? List.of() : imageKeys;
    }

    Edit withImages(List<String> keys) {
      return new Edit(slug, name, description, prompt, model, aspectRatio, keys, variables, video);
    }

    Template template(String id, Instant createdAt, Instant updatedAt, List<String> imageKeys) {
      return new Template(
          id,
          slug,
          name,
          description,
          prompt,
          model,
          aspectRatio,
          imageKeys,
          variables,
          video,
          createdAt,
          updatedAt);
    }
  }

  /** Makes a template; its slug must be free. */
  public Template create(String author, Edit edit) throws Refusal {
    Instant now = clock.instant();
    String id = ids.get();
    check(edit.template(id, now, now, edit.images()));
    if (store.bySlug(edit.slug()).isPresent()) {
      throw taken();
    }
    Template template = edit.template(id, now, now, copied(author, edit, List.of()));
    if (!store.add(template)) {
      throw taken();
    }
    return template;
  }

  /** Puts the edit in the place of the template of this slug. */
  public Template replace(String author, String slug, Edit edit) throws Refusal {
    Template before = store.bySlug(slug).orElseThrow(TemplateEditor::unknown);
    if (!edit.slug().equals(slug)) {
      throw Refusal.badInput("BAD_SLUG", "slug", "The slug of a template cannot be changed.");
    }
    Instant now = after(before);
    Edit whole = edit.imageKeys() == null ? edit.withImages(before.imageKeys()) : edit;
    check(whole.template(before.id(), before.createdAt(), now, whole.images()));
    List<String> keys = copied(author, whole, before.imageKeys());
    Template after = whole.template(before.id(), before.createdAt(), now, keys);
    if (!store.replace(before, after)) {
      throw new Refusal(
          Kind.CONFLICT, "TEMPLATE_CHANGED", null, "Somebody else has changed this template.");
    }
    return after;
  }

  /** The time of a change tells two versions apart, so it always goes on. */
  private Instant after(Template before) {
    Instant now = clock.instant();
    return now.isAfter(before.updatedAt()) ? now : before.updatedAt().plusMillis(1);
  }

  /** Removes a template; its pictures stay for the jobs that wait for their turn with them. */
  public void remove(String slug) throws Refusal {
    if (store.remove(slug).isEmpty()) {
      throw unknown();
    }
  }

  /** Checks a template by itself and against what is offered. */
  void check(Template template) throws Refusal {
    try {
      template.check();
    } catch (TemplateException e) {
      throw Refusal.badInput(e.code(), e.field(), e.words());
    }
    String id = template.model() == null ? catalogue.image().model() : template.model();
    Catalogue.Model model =
        catalogue
            .model(id)
            .orElseThrow(
                () ->
                    Refusal.badInput(
                        "MODEL_UNKNOWN",
                        "model",
                        "model must be one of %s."
                            .formatted(
                                String.join(
                                    ", ",
                                    catalogue.models().keySet().stream().sorted().toList()))));
    boolean drawable =
        template.aspectRatio() == null
            || model.aspectRatios().isEmpty()
            || model.aspectRatios().contains(template.aspectRatio());
    if (!drawable) {
      throw Refusal.badInput(
          "BAD_ASPECT_RATIO",
          "aspectRatio",
          "aspectRatio must be one of %s.".formatted(String.join(", ", model.aspectRatios())));
    }
    if (template.imageKeys().size() >= model.imagesMax()) {
      throw Refusal.badInput(
          "TOO_MANY_IMAGES",
          "imageKeys",
          "With this model a template may have %d pictures of its own."
              .formatted(model.imagesMax() - 1));
    }
    if (template.motion() != null) {
      checkMotion(template.motion());
    }
  }

  private void checkMotion(Motion motion) throws Refusal {
    try {
      Catalogue.Video offer = catalogue.video();
      offer.animator(motion.provider(), "provider").choose(AnimateImage.wish(motion));
    } catch (Refusal e) {
      throw e.within("video");
    }
  }

  /** Pictures of the author's are copied: they may be deleted while the template lives on. */
  private List<String> copied(String author, Edit edit, List<String> had) throws Refusal {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < edit.images().size(); i++) {
      String key = edit.images().get(i);
      keys.add(
          had.contains(key)
              ? key
              : copied(sources.byKey(author, "imageKeys[%d]".formatted(i), key)));
    }
    return keys;
  }

  private String copied(Source source) throws Refusal {
    return sources.using(
        source,
        file -> {
          BlobKey key =
              key(Fingerprints.ofFile(file), ContentTypes.extension(source.contentType()));
          blobs.put(key, file);
          return key.value();
        });
  }

  /** Named after its bytes, so that what a key stands for never changes. */
  static BlobKey key(String sha256, String extension) {
    return BlobKey.of("templates/%s.%s".formatted(sha256, extension));
  }

  private static Refusal taken() {
    return new Refusal(Kind.CONFLICT, "SLUG_TAKEN", "slug", "There is a template of this slug.");
  }

  private static Refusal unknown() {
    return new Refusal(Kind.NOT_FOUND, "TEMPLATE_NOT_FOUND", "slug", "There is no such template.");
  }
}
