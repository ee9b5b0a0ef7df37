package dev.darkroom.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers 304 to who has the same already, by {@code If-None-Match}. A signed address is another
 * each time and leads to the same file, so it does not count; but it grows old, and so does the tag
 * of an answer that has one.
 */
@Provider
@Tagged
public class TagFilter implements ContainerResponseFilter {
  private static final Set<String> ADDRESSES = Set.of("url", "sourceUrl");
  private static final String ESTIMATE = "etaSeconds";

  /** A quarter of the time for which addresses are good. */
  private static final Duration ADDRESS_AGE_MAX = Duration.ofMinutes(15);

  private final ObjectMapper json;
  private final InstantSource clock;

  TagFilter(ObjectMapper json, InstantSource clock) {
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
    if (answer.getStatus() != Response.Status.OK.getStatusCode() || !answer.hasEntity()) {
      return;
    }
    EntityTag tag = new EntityTag(digest(answer.getEntity()), true);
    answer.getHeaders().putSingle(HttpHeaders.ETAG, tag);
    answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    if (isAmong(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag.getValue())) {
      answer.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
      answer.setEntity(null);
    }
  }

  private static boolean isAmong(@Nullable String tags, String mine) {
    return tags != null
        && Arrays.stream(tags.split(",", -1))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.contains('"' + mine + '"'));
  }

  private String digest(Object body) {
    JsonNode tree = json.valueToTree(body);
    boolean addressed = false;
    for (JsonNode inside : new JsonNode[] {tree, tree.path("result"), tree.path("input")}) {
      addressed |= inside instanceof ObjectNode fields && withoutAddresses(fields);
    }
    if (tree instanceof ObjectNode whole) {
      // It falls with each second, and its reader counts down as well.
      whole.remove(ESTIMATE);
    }
    long age = addressed ? clock.instant().getEpochSecond() / ADDRESS_AGE_MAX.toSeconds() : 0;
    return UUID.nameUUIDFromBytes((tree + " " + age).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static boolean withoutAddresses(ObjectNode fields) {
    int before = fields.size();
    fields.remove(ADDRESSES);
    return fields.size() < before;
  }
}
