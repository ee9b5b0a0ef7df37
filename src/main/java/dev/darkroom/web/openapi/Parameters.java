package dev.darkroom.web.openapi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Parameters mean the same wherever they stand, so each is described once. */
final class Parameters {
  private static final Set<String> REQUIRED =
      Set.of("jobId", "key", "job", "stage", "model", "token");

  /** Parameters of a query that name something. */
  private static final Set<String> NAMING = Set.of("key", "jobId", "path");

  private static final int LIMIT_MAX = 100;

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("limit", "How many at most: 1 to 100."),
          Map.entry("cursor", "`nextCursor` of the page before."),
          Map.entry("status", "Only jobs that stand so."),
          Map.entry("type", "Only of this operation."),
          Map.entry("kind", "Only pictures, or only videos."),
          Map.entry("jobId", "The job's id, or the provider's request id."),
          Map.entry("id", "From an earlier answer."),
          Map.entry("slug", "The template's name in addresses."),
          Map.entry("key", "A file: `users/…`, or relative to the user's own folder."),
          Map.entry("path", "A folder of the user's own; nothing is its root."),
          Map.entry("expires", "Of a signed address: when it ends, in seconds since 1970."),
          Map.entry("signature", "Of a signed address; then nobody needs to be signed in."),
          Map.entry("Prefer", "RFC 7240: `wait=10` seconds at most, or `respond-async`."),
          Map.entry("Range", "One range: `bytes=0-999`."),
          Map.entry("If-Range", "The range only if the file still has this ETag."),
          Map.entry("If-None-Match", "304 if it still has this ETag."),
          Map.entry("after", "As Last-Event-ID, for who cannot send that at first."),
          Map.entry("user", "Only of this user, by e-mail address."),
          Map.entry("phase", "Only jobs in this phase."),
          Map.entry("error", "Only jobs that failed by this code."),
          Map.entry("q", "Only users whose e-mail address begins so."),
          Map.entry("email", "A user's e-mail address."),
          Map.entry("Last-Event-ID", "Events after this number; sent again after a cut."));

  private Parameters() {}

  static void complete(Operation operation) {
    List<Parameter> all = operation.getParameters();
    if (all != null) {
      all.forEach(Parameters::complete);
    }
  }

  private static void complete(Parameter parameter) {
    String name = parameter.getName();
    boolean query = parameter.getIn() == Parameter.In.QUERY;
    if (parameter.getDescription() == null) {
      parameter.setDescription(WORDS.get(name));
    }
    if (query && REQUIRED.contains(name)) {
      parameter.setRequired(true);
    }
    Schema schema = parameter.getSchema();
    if (query && name.equals("limit") && schema != null) {
      parameter.setSchema(
          OASFactory.createSchema()
              .addType(Schema.SchemaType.INTEGER)
              .minimum(BigDecimal.ONE)
              .maximum(BigDecimal.valueOf(LIMIT_MAX))
              .defaultValue(Integer.valueOf(String.valueOf(schema.getDefaultValue()))));
    } else if (query && name.equals("status")) {
      parameter.setSchema(choice("pending", "processing", "completed", "failed"));
    } else if (query && name.equals("kind")) {
      parameter.setSchema(choice("image", "video"));
    }
  }

  private static Schema choice(String... values) {
    return OASFactory.createSchema()
        .addType(Schema.SchemaType.STRING)
        .enumeration(List.<Object>of((Object[]) values));
  }

  /** Whether the operation takes a header of this name. */
  static boolean takes(Operation operation, String header) {
    List<Parameter> all = operation.getParameters();
    return all != null
        && all.stream()
            .anyMatch(
                each ->
                    each.getIn() == Parameter.In.HEADER && header.equalsIgnoreCase(each.getName()));
  }

  /** Whether the operation is about something that is named, and may not be there. */
  static boolean names(Operation operation) {
    List<Parameter> all = operation.getParameters();
    return all != null
        && all.stream()
            .anyMatch(each -> each.getIn() == Parameter.In.PATH || NAMING.contains(each.getName()));
  }
}
