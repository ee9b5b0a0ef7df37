package dev.darkroom.web.openapi;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which schemas requests or answers are made of. */
final class Reached {
  private final OpenAPI api;
  private final Set<String> names = new HashSet<>();

  private Reached(OpenAPI api) {
    this.api = api;
  }

  static Set<String> byRequests(OpenAPI api) {
    Reached reached = new Reached(api);
    operations(api)
        .map(Operation::getRequestBody)
        .filter(Objects::nonNull)
        .forEach(body -> reached.visit(body.getContent()));
    return reached.names;
  }

  static Set<String> byAnswers(OpenAPI api) {
    Reached reached = new Reached(api);
    operations(api)
        .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
        .forEach(answer -> reached.visit(answer.getContent()));
    return reached.names;
  }

  private static Stream<Operation> operations(OpenAPI api) {
    return api.getPaths().getPathItems().values().stream()
        .flatMap(item -> item.getOperations().values().stream());
  }

  private void visit(@Nullable Content content) {
    if (content != null && content.getMediaTypes() != null) {
      content.getMediaTypes().values().stream().map(MediaType::getSchema).forEach(this::visit);
    }
  }

  private void visit(@Nullable Schema schema) {
    if (schema == null) {
      return;
    }
    String ref = schema.getRef();
    if (ref != null) {
      String name = ref.substring(ref.lastIndexOf('/') + 1);
      if (names.add(name)) {
        visit(api.getComponents().getSchemas().get(name));
      }
      return;
    }
    visit(schema.getItems());
    visit(schema.getAdditionalPropertiesSchema());
    each(schema.getAnyOf());
    each(schema.getOneOf());
    each(schema.getAllOf());
    if (schema.getProperties() != null) {
      each(schema.getProperties().values());
    }
  }

  private void each(@Nullable Collection<Schema> schemas) {
    if (schemas != null) {
      schemas.forEach(this::visit);
    }
  }
}
