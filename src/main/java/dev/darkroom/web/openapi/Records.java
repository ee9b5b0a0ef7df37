package dev.darkroom.web.openapi;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Says of each body that the server writes what is always there and what may be null, as its record
 * says it: {@code @Nullable}, and {@code @JsonInclude} for what is left out then.
 */
final class Records {
  private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
  private static final DotName PROPERTY =
      DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");
  private static final DotName INCLUDE =
      DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
  private static final DotName SCHEMA =
      DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
  private static final String REF = "#/components/schemas/";

  private final Map<String, List<ClassInfo>> byName = new HashMap<>();

  private Records() {}

  /** All records of this house. */
  static Records of(IndexView index) {
    Records records = new Records();
    Set<DotName> seen = new HashSet<>();
    for (ClassInfo each : index.getKnownClasses()) {
      boolean ours = each.isRecord() && each.name().toString().startsWith("dev.darkroom.");
      // An index of several tells of a class as often as it was indexed.
      if (ours && seen.add(each.name())) {
        records.byName.computeIfAbsent(name(each), _ -> new ArrayList<>()).add(each);
      }
    }
    return records;
  }

  private static String name(ClassInfo record) {
    AnnotationInstance said = record.declaredAnnotation(SCHEMA);
    if (said != null && said.value("name") != null) {
      return said.value("name").asString();
    }
    String name = record.name().withoutPackagePrefix();
    return name.substring(name.lastIndexOf('$') + 1);
  }

  void complete(OpenAPI api) {
    Map<String, Schema> schemas = new HashMap<>(api.getComponents().getSchemas());
    // Any value at all; what the library's class looks like inside is nobody's business.
    schemas.computeIfPresent(
        "JsonNode", (_, _) -> OASFactory.createSchema().description("Any JSON value"));
    schemas.remove("JsonNodeType");
    Set<String> read = Reached.byRequests(api);
    Set<String> written = Reached.byAnswers(api);
    written.add("Problem");
    Map<String, Schema> complete = new TreeMap<>();
    schemas.forEach(
        (name, schema) -> {
          ClassInfo record = record(name, schema);
          if (record != null && written.contains(name)) {
            written(record, schema, read.contains(name));
          }
          complete.put(name, schema);
        });
    api.getComponents().setSchemas(complete);
  }

  private @Nullable ClassInfo record(String name, Schema schema) {
    Map<String, Schema> properties = schema.getProperties();
    if (properties == null) {
      return null;
    }
    List<ClassInfo> named = byName.getOrDefault(name, List.of());
    if (named.isEmpty() && name.startsWith("Page")) {
      named = byName.getOrDefault("Page", List.of());
    }
    List<ClassInfo> fitting =
        named.stream().filter(each -> names(each).equals(properties.keySet())).toList();
    if (fitting.size() != 1) {
      throw new IllegalStateException(
          "The body %s is described by %d records: give each a name of its own by @Schema(name=…)"
              .formatted(name, fitting.size()));
    }
    return fitting.getFirst();
  }

  private static Set<String> names(ClassInfo record) {
    Set<String> names = new HashSet<>();
    fields(record).forEach(field -> names.add(name(field)));
    return names;
  }

  private static List<FieldInfo> fields(ClassInfo record) {
    return record.fields().stream().filter(field -> !Modifier.isStatic(field.flags())).toList();
  }

  private static String name(FieldInfo field) {
    AnnotationInstance said = field.annotation(PROPERTY);
    return said == null || said.value() == null ? field.name() : said.value().asString();
  }

  private static void written(ClassInfo record, Schema schema, boolean alsoRead) {
    List<String> required = new ArrayList<>();
    for (FieldInfo field : fields(record)) {
      String name = name(field);
      boolean nullable = field.type().hasAnnotation(NULLABLE);
      boolean leftOut = nullable && isLeftOut(record, field);
      if (!leftOut && !alsoRead) {
        required.add(name);
      }
      Schema value = schema.getProperties().get(name);
      if (nullable && !leftOut && value != null) {
        schema.addProperty(name, orNull(value));
      }
    }
    if (!required.isEmpty()) {
      schema.setRequired(required);
    }
  }

  private static boolean isLeftOut(ClassInfo record, FieldInfo field) {
    AnnotationInstance of =
        field.hasAnnotation(INCLUDE)
            ? field.annotation(INCLUDE)
            : record.declaredAnnotation(INCLUDE);
    return of != null && of.value() != null && of.value().asEnum().equals("NON_NULL");
  }

  private static Schema orNull(Schema schema) {
    if ((REF + "JsonNode").equals(schema.getRef())) {
      return schema;
    }
    if (schema.getRef() == null && schema.getEnumeration() == null && schema.getType() != null) {
      return schema.addType(SchemaType.NULL);
    }
    return OASFactory.createSchema()
        .addAnyOf(schema)
        .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
  }
}
