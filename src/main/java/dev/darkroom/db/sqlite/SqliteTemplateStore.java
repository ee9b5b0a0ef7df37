package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.Variable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Templates in SQLite. */
public final class SqliteTemplateStore implements TemplateStore {
  private static final String SEED = "templates";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<String>> KEYS = new TypeReference<>() {};
  private static final TypeReference<List<Variable>> VARIABLES = new TypeReference<>() {};
  private static final TypeReference<Motion> MOTION = new TypeReference<>() {};

  private final Database database;

  public SqliteTemplateStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Template> bySlug(String slug) {
    return find("SELECT * FROM template WHERE slug = :value", slug);
  }

  @Override
  public Optional<Template> byId(String id) {
    return find("SELECT * FROM template WHERE id = :value", id);
  }

  private Optional<Template> find(String sql, String value) {
    return database.read(
        h -> h.query(sql).bind("value", value).first(SqliteTemplateStore::template));
  }

  @Override
  public List<Template> list(int limit, @Nullable String after) {
    return database.read(
        h ->
            h.query(
                    """
                    SELECT * FROM template WHERE :after IS NULL OR id > :after
                    ORDER BY id LIMIT :limit
                    """)
                .bind("after", after)
                .bind("limit", limit)
                .list(SqliteTemplateStore::template));
  }

  @Override
  public boolean add(Template template) {
    return database.write(h -> add(h, template));
  }

  private static boolean add(Session h, Template template) {
    return bound(
                h,
                """
        INSERT INTO template (id, slug, name, description, prompt, model, aspect_ratio, image_keys,
          variables, motion, created_at, updated_at)
        VALUES (:id, :slug, :name, :description, :prompt, :model, :aspectRatio, :images,
          :asked, :moved, :created, :updated)
        ON CONFLICT (slug) DO NOTHING
        """,
                template)
            .bind("slug", template.slug())
            .bind("created", template.createdAt().toEpochMilli())
            .execute()
        == 1;
  }

  @Override
  public boolean replace(Template before, Template after) {
    return database.write(
        h ->
            bound(
                        h,
                        """
                        UPDATE template SET name = :name, description = :description,
                          prompt = :prompt, model = :model, aspect_ratio = :aspectRatio,
                          image_keys = :images, variables = :asked, motion = :moved,
                          updated_at = :updated
                        WHERE id = :id AND updated_at = :read
                        """,
                        after)
                    .bind("read", before.updatedAt().toEpochMilli())
                    .execute()
                == 1);
  }

  private static Query bound(Session h, String sql, Template template) {
    return h.query(sql)
        .bind("id", template.id())
        .bind("name", template.name())
        .bind("description", template.description())
        .bind("prompt", template.prompt())
        .bind("model", template.model())
        .bind("aspectRatio", template.aspectRatio())
        .bind("images", json(template.imageKeys()))
        .bind("asked", json(template.variables()))
        .bind("moved", template.motion() == null ? null : json(template.motion()))
        .bind("updated", template.updatedAt().toEpochMilli());
  }

  @Override
  public Optional<Template> remove(String slug) {
    return database.write(
        h ->
            h.query("DELETE FROM template WHERE slug = :slug RETURNING *")
                .bind("slug", slug)
                .first(SqliteTemplateStore::template));
  }

  @Override
  public boolean seed(List<Template> templates, Instant now) {
    return database.write(
        h -> {
          boolean first =
              h.query("INSERT INTO seed (name, at) VALUES (:name, :at) ON CONFLICT DO NOTHING")
                      .bind("name", SEED)
                      .bind("at", now.toEpochMilli())
                      .execute()
                  == 1;
          if (first) {
            templates.forEach(template -> add(h, template));
          }
          return first;
        });
  }

  @Override
  public boolean seeded() {
    return database.read(
        h ->
            h.query("SELECT EXISTS (SELECT 1 FROM seed WHERE name = :name)")
                .bind("name", SEED)
                .holds());
  }

  private static Template template(Row row) {
    String motion = row.textOrNull("motion");
    return new Template(
        row.text("id"),
        row.text("slug"),
        row.text("name"),
        row.text("description"),
        row.text("prompt"),
        row.textOrNull("model"),
        row.textOrNull("aspect_ratio"),
        read(row.text("image_keys"), KEYS),
        read(row.text("variables"), VARIABLES),
        motion == null ? null : read(motion, MOTION),
        row.time("created_at"),
        row.time("updated_at"));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Lists of records are always JSON: indicates a bug", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A template's row cannot be read", e);
    }
  }
}
