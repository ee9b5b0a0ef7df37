package dev.darkroom.db.sqlite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.Variable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
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
        h -> h.createQuery(sql).bind("value", value).map(SqliteTemplateStore::template).findOne());
  }

  @Override
  public List<Template> list(int limit, @Nullable String after) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    SELECT * FROM template WHERE :after IS NULL OR id > :after
                    ORDER BY id LIMIT :limit
                    """)
                .bind("after", after)
                .bind("limit", limit)
                .map(SqliteTemplateStore::template)
                .list());
  }

  @Override
  public boolean add(Template template) {
    return database.write(h -> add(h, template));
  }

  private static boolean add(Handle h, Template template) {
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

  private static Update bound(Handle h, String sql, Template template) {
    return h.createUpdate(sql)
        .bindMethods(template)
        .bind("images", json(template.imageKeys()))
        .bind("asked", json(template.variables()))
        .bind("moved", template.motion() == null ? null : json(template.motion()))
        .bind("created", template.createdAt().toEpochMilli())
        .bind("updated", template.updatedAt().toEpochMilli());
  }

  @Override
  public Optional<Template> remove(String slug) {
    return database.write(
        h ->
            h.createQuery("DELETE FROM template WHERE slug = :slug RETURNING *")
                .bind("slug", slug)
                .map(SqliteTemplateStore::template)
                .findOne());
  }

  @Override
  public boolean seed(List<Template> templates, Instant now) {
    return database.write(
        h -> {
          boolean first =
              h.createUpdate(
                          "INSERT INTO seed (name, at) VALUES (:name, :at) ON CONFLICT DO NOTHING")
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
            h.createQuery("SELECT EXISTS (SELECT 1 FROM seed WHERE name = :name)")
                .bind("name", SEED)
                .mapTo(Boolean.class)
                .one());
  }

  private static Template template(ResultSet rs, StatementContext context) throws SQLException {
    return new Template(
        rs.getString("id"),
        rs.getString("slug"),
        rs.getString("name"),
        rs.getString("description"),
        rs.getString("prompt"),
        rs.getString("model"),
        rs.getString("aspect_ratio"),
        read(rs.getString("image_keys"), KEYS),
        read(rs.getString("variables"), VARIABLES),
        rs.getString("motion") == null ? null : read(rs.getString("motion"), MOTION),
        Instant.ofEpochMilli(rs.getLong("created_at")),
        Instant.ofEpochMilli(rs.getLong("updated_at")));
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
