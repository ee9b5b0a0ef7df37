package dev.darkroom.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.jboss.jandex.IndexView;

/**
 * Completes the description that is read from the resources, once, while the server is built: what
 * all operations of a kind share (errors, headers, words) is said here by rule, and what is known
 * of one operation alone (its id, examples) stands in {@code operations.json}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class Description implements OASFilter {
  private static final String WORDS =
      """
      Slow image and video operations as durable jobs. A POST that costs answers 202 with a job's id at once; \
      the job ends, once, whether anybody asks or not, and is charged only if it completes.

      Every error is `application/problem+json` with `error`, a sentence for people, `code`, for machines, \
      and the `field` that is wrong. Repeat what is answered 429 or 503 after `Retry-After` seconds; with an \
      `Idempotency-Key` a repeated POST is never a second job.\
      """;

  private final IndexView index;

  /** Quarkus hands over all classes of the server. */
  public Description(IndexView index) {
    this.index = index;
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Known known = Known.read();
    if (api.getInfo() == null) {
      api.setInfo(OASFactory.createInfo());
    }
    api.getInfo()
        .title("Darkroom")
        .description(WORDS)
        .license(OASFactory.createLicense().name("Apache-2.0").identifier("Apache-2.0"));
    Records.of(index).complete(api);
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> complete(path, method, operation, known)));
    for (ErrorAnswer each : ErrorAnswer.values()) {
      api.getComponents().addResponse(each.title(), each.response());
    }
    api.setTags(
        Tag.all().stream()
            .map(tag -> OASFactory.createTag().name(tag.words()).description(tag.description()))
            .toList());
  }

  private static void complete(
      String path, PathItem.HttpMethod method, Operation operation, Known known) {
    String name = method.name().toLowerCase(Locale.ROOT) + " " + path;
    JsonNode said = known.of(name);
    operation.setOperationId(
        said.has("id") ? said.get("id").asText() : Known.derivedId(method.name(), path));
    operation.setTags(List.of(Tag.of(path).words()));
    Parameters.complete(operation);
    Answers.complete(name, path, operation);
    if (name.equals("post /api/templates/video")) {
      operation
          .getRequestBody()
          .getContent()
          .getMediaType("multipart/form-data")
          .getSchema()
          .addProperty("data", OASFactory.createSchema().ref("#/components/schemas/AnimateData"));
    }
    if (said.has("request") && operation.getRequestBody() != null) {
      example(operation.getRequestBody().getContent(), said.get("request"));
    }
    for (Map.Entry<String, JsonNode> answer : said.path("answers").properties()) {
      var response = operation.getResponses().getAPIResponse(answer.getKey());
      if (response == null) {
        throw new IllegalStateException(
            "operations.json has an example of an answer that %s does not give: %s"
                .formatted(name, answer.getKey()));
      }
      example(response.getContent(), answer.getValue());
    }
  }

  private static void example(Content content, JsonNode example) {
    content.getMediaTypes().values().forEach(type -> type.setExample(Known.plain(example)));
  }
}
