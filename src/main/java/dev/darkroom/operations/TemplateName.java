package dev.darkroom.operations;

import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import org.jspecify.annotations.Nullable;

/**
 * Names a template in a request.
 *
 * @param slug counts if there are both
 */
record TemplateName(@Nullable String slug, @Nullable String id) {

  boolean given() {
    return said(slug) || said(id);
  }

  /** The template of this name. */
  Template in(TemplateStore templates) throws Refusal {
    String field = field();
    String name = said(slug) ? slug : id;
    if (name == null || name.isBlank()) {
      throw Refusal.badInput(
          "TEMPLATE_REQUIRED", "templateSlug", "Say which template: send templateSlug.");
    }
    return (said(slug) ? templates.bySlug(name) : templates.byId(name))
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "TEMPLATE_NOT_FOUND",
                    field,
                    "There is no such template."));
  }

  /** The field that names it. */
  String field() {
    return said(slug) || !said(id) ? "templateSlug" : "templateId";
  }

  private static boolean said(@Nullable String name) {
    return name != null && !name.isBlank();
  }
}
