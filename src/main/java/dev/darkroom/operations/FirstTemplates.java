package dev.darkroom.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.operations.TemplateEditor.Edit;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The templates that a new Darkroom begins with, from {@code templates/first.json} in the jar. */
public final class FirstTemplates {
  private static final Logger LOG = Logger.getLogger(FirstTemplates.class);
  private static final String FOLDER = "/templates/";
  private static final TypeReference<List<Edit>> EDITS = new TypeReference<>() {};
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();

  private final TemplateStore store;
  private final TemplateEditor editor;
  private final Blobs blobs;
  private final Supplier<String> ids;

  /**
   * First templates for a store.
   *
   * @param ids gives time-ordered ids
   */
  public FirstTemplates(
      TemplateStore store, TemplateEditor editor, Blobs blobs, Supplier<String> ids) {
    this.store = store;
    this.editor = editor;
    this.blobs = blobs;
    this.ids = ids;
  }

  /**
   * Puts them there, unless that was done before. May break off and be done again.
   *
   * @throws IOException if a picture cannot be stored
   */
  public void putOnce(Instant now) throws IOException {
    if (store.seeded()) {
      return;
    }
    List<Template> templates = new ArrayList<>();
    for (Edit edit : read()) {
      String id = ids.get();
      if (offered(edit.template(id, now, now, edit.images()))) {
        templates.add(edit.template(id, now, now, stored(edit.images())));
      }
    }
    store.seed(templates, now);
  }

  private List<String> stored(List<String> pictures) throws IOException {
    List<String> keys = new ArrayList<>();
    for (String picture : pictures) {
      keys.add(stored(picture));
    }
    return keys;
  }

  private String stored(String picture) throws IOException {
    try (InputStream file = resource(picture)) {
      byte[] bytes = file.readAllBytes();
      String extension = picture.substring(picture.lastIndexOf('.') + 1);
      return blobs.put(TemplateEditor.key(Fingerprints.of(bytes), extension), bytes).key().value();
    }
  }

  private static List<Edit> read() throws IOException {
    try (InputStream file = resource("first.json")) {
      return JSON.readValue(file, EDITS);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(FirstTemplates.class.getResourceAsStream(FOLDER + name), name);
  }

  /** An operator's catalogue may lack the model that one needs. */
  private boolean offered(Template template) {
    try {
      editor.check(template);
      return true;
    } catch (Refusal e) {
      LOG.warnf("The template %s is left out: %s", template.slug(), e.words());
      return false;
    }
  }
}
