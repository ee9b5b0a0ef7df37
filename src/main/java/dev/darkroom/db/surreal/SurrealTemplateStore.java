package dev.darkroom.db.surreal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.Variable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Templates in SurrealDB, by their slug. */
public final class SurrealTemplateStore implements TemplateStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Variable>> VARIABLES = new TypeReference<>() {};
  private static final RecordId SEED = new RecordId("seed", "templates");

  private static final String BY_SLUG = "{ RETURN (SELECT * FROM ONLY $slug); }";

  private static final String BY_ID =
      "{ RETURN (SELECT * FROM template WHERE template_id = $id)[0]; }";

  private static final String LIST =
      """
      {
        RETURN (SELECT * FROM template WHERE template_id > $after
          ORDER BY template_id LIMIT $limit);
      }
      """;

  private static final String ADD =
      """
      {
        LET $there = (SELECT * FROM ONLY $slug);
        IF $there != NONE { RETURN $there.move = $row.move };
        CREATE ONLY $slug CONTENT $row RETURN NONE;
        RETURN true;
      }
      """;

  private static final String REPLACE =
      """
      {
        LET $there = (SELECT * FROM ONLY $slug);
        IF $there = NONE { RETURN false };
        IF $there.move = $row.move { RETURN true };
        IF $there.template_id != $row.template_id OR $there.updated_at != $read { RETURN false };
        UPDATE ONLY $slug CONTENT $row RETURN NONE;
        RETURN true;
      }
      """;

  /** After a lost answer the repetition finds nothing. */
  private static final String REMOVE = "{ RETURN (DELETE ONLY $slug RETURN BEFORE); }";

  private static final String SEED_ALL =
      """
      {
        LET $there = (SELECT * FROM ONLY $seed);
        IF $there != NONE { RETURN $there.move = $move };
        CREATE ONLY $seed CONTENT { at: $now, move: $move } RETURN NONE;
        FOR $each IN $templates {
          IF !record::exists($each.slug) { CREATE ONLY $each.slug CONTENT $each.row RETURN NONE };
        };
        RETURN true;
      }
      """;

  private final SurrealDatabase database;

  public SurrealTemplateStore(SurrealDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<Template> bySlug(String slug) {
    return one(database.read(BY_SLUG, Map.of("slug", id(slug))));
  }

  @Override
  public Optional<Template> byId(String id) {
    return one(database.read(BY_ID, Map.of("id", id)));
  }

  private static Optional<Template> one(@Nullable Object value) {
    return Optional.ofNullable(Row.of(value)).map(SurrealTemplateStore::template);
  }

  @Override
  public List<Template> list(int limit, @Nullable String after) {
    Map<String, Object> values = Map.of("after", after == null ? "" : after, "limit", limit);
    return Row.all(database.read(LIST, values)).stream()
        .map(SurrealTemplateStore::template)
        .toList();
  }

  @Override
  public boolean add(Template template) {
    return is(ADD, Map.of("slug", id(template.slug()), "row", row(template)));
  }

  @Override
  public boolean replace(Template before, Template after) {
    return is(
        REPLACE, Map.of("slug", id(before.slug()), "row", row(after), "read", before.updatedAt()));
  }

  private boolean is(String move, Map<String, ?> values) {
    return Boolean.TRUE.equals(database.move(move, values));
  }

  @Override
  public Optional<Template> remove(String slug) {
    return one(database.move(REMOVE, Map.of("slug", id(slug))));
  }

  @Override
  public boolean seed(List<Template> templates, Instant now) {
    List<Map<String, Object>> rows =
        templates.stream()
            .map(each -> Map.<String, Object>of("slug", id(each.slug()), "row", row(each)))
            .toList();
    String move = UUID.randomUUID().toString();
    return is(SEED_ALL, Map.of("seed", SEED, "now", now, "move", move, "templates", rows));
  }

  @Override
  public boolean seeded() {
    return Boolean.TRUE.equals(
        database.read("{ RETURN record::exists($seed); }", Map.of("seed", SEED)));
  }

  private static RecordId id(String slug) {
    return new RecordId("template", slug);
  }

  private static Map<String, Object> row(Template template) {
    Map<String, Object> row = new HashMap<>();
    row.put("template_id", template.id());
    row.put("name", template.name());
    row.put("description", template.description());
    row.put("prompt", template.prompt());
    row.put("model", JobRow.orNone(template.model()));
    row.put("aspect_ratio", JobRow.orNone(template.aspectRatio()));
    row.put("image_keys", template.imageKeys());
    row.put("variables", JSON.<JsonNode>valueToTree(template.variables()));
    row.put(
        "motion",
        template.motion() == null ? None.NONE : JSON.<JsonNode>valueToTree(template.motion()));
    row.put("created_at", template.createdAt());
    row.put("updated_at", template.updatedAt());
    row.put("move", UUID.randomUUID().toString());
    return row;
  }

  private static Template template(Row row) {
    JsonNode motion = row.jsonOrNull("motion");
    try {
      return new Template(
          row.text("template_id"),
          row.id().text(),
          row.text("name"),
          row.text("description"),
          row.text("prompt"),
          row.textOrNull("model"),
          row.textOrNull("aspect_ratio"),
          row.list("image_keys").stream().map(String.class::cast).toList(),
          JSON.treeToValue(row.json("variables"), VARIABLES),
          motion == null ? null : JSON.treeToValue(motion, Motion.class),
          row.time("created_at"),
          row.time("updated_at"));
    } catch (JsonProcessingException | ClassCastException e) {
      throw new IllegalStateException("A template's record cannot be read", e);
    }
  }
}
