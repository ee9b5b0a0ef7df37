package dev.darkroom.templates;

import static dev.darkroom.templates.Templates.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every template store keeps to. */
public abstract class TemplateStoreContract {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  protected abstract TemplateStore store();

  @Test
  void aTemplateIsReadAsItWasWritten() {
    Template template =
        Templates.named(
            "id-1",
            "night-street",
            "\"Quotes\", [TONE] and 🐈",
            "16:9",
            variable("TONE", Variable.Type.COLOR, true, "#123456"),
            new Variable("N", "N", Variable.Type.NUMBER, false, "3", 0.5, 10.0, 20, List.of()),
            variable("MOOD", Variable.Type.SELECT, false, null));

    assertTrue(store().add(template));

    assertEquals(Optional.of(template), store().bySlug("night-street"));
    assertEquals(Optional.of(template), store().byId("id-1"));
    assertEquals(Optional.empty(), store().bySlug("id-1"));
    assertEquals(Optional.empty(), store().byId("night-street"));
  }

  @Test
  void whatATemplateSaysOfVideosIsKept() {
    Motion motion = new Motion("seedance", "Push in, [BRAND].", 7.0, "1080p", "9:16", true);
    Template template = Templates.moving(motion, "x");
    assertTrue(store().add(template));
    assertEquals(Optional.of(template), store().bySlug(template.slug()));

    Template quiet = Templates.moving(new Motion(null, "Go.", null, null, null, null), "x");
    assertTrue(store().replace(template, quiet));
    assertEquals(Optional.of(quiet), store().bySlug(template.slug()));
  }

  @Test
  void aSlugIsTakenOnce() {
    Template first = template("id-1", "a");
    assertTrue(store().add(first));
    assertFalse(store().add(template("id-2", "a")));
    assertEquals(List.of(first), store().list(10, null));
  }

  @Test
  void templatesAreListedOldestFirstInPages() {
    for (String id : List.of("id-1", "id-2", "id-3")) {
      store().add(template(id, "slug-" + id));
    }
    assertEquals(List.of("id-1", "id-2"), ids(store().list(2, null)));
    assertEquals(List.of("id-3"), ids(store().list(2, "id-2")));
  }

  @Test
  void aTemplateIsReplacedOnlyAsItWasRead() {
    Template before = template("id-1", "a");
    store().add(before);
    Template one = changed(before, "one", 1);
    Template two = changed(before, "two", 2);

    assertTrue(store().replace(before, one));
    assertFalse(store().replace(before, two));

    assertEquals(Optional.of(one), store().bySlug("a"));
    assertFalse(store().replace(template("id-9", "z"), changed(template("id-9", "z"), "x", 3)));
  }

  @Test
  void aRemovedTemplateIsGone() {
    Template template = template("id-1", "a");
    store().add(template);
    assertEquals(Optional.of(template), store().remove("a"));
    assertEquals(Optional.empty(), store().remove("a"));
    assertEquals(List.of(), store().list(10, null));
  }

  @Test
  void theFirstTemplatesArePutThereOnce() {
    List<Template> first = List.of(template("id-1", "a"), template("id-2", "b"));
    assertFalse(store().seeded());
    assertTrue(store().seed(first, NOON));
    assertTrue(store().seeded());
    store().remove("a");

    assertFalse(store().seed(first, NOON));

    assertEquals(List.of("id-2"), ids(store().list(10, null)));
  }

  private static List<String> ids(List<Template> templates) {
    return templates.stream().map(Template::id).toList();
  }

  private static Template template(String id, String slug) {
    return Templates.named(id, slug, "prompt", null);
  }

  private static Template changed(Template before, String prompt, int seconds) {
    return new Template(
        before.id(),
        before.slug(),
        before.name(),
        before.description(),
        prompt,
        before.model(),
        before.aspectRatio(),
        before.imageKeys(),
        before.variables(),
        before.motion(),
        before.createdAt(),
        before.updatedAt().plusSeconds(seconds));
  }
}
