package dev.darkroom.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
  private static final Set<String> ADDRESSES =
      Set.of("url", "previewUrl", "sourceUrl", "sourcePreviewUrl");
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
    ByteArrayOutputStream told = new ByteArrayOutputStream(512);
    WithoutAddresses counted = new WithoutAddresses();
    try (JsonGenerator all = json.createGenerator(told);
        JsonGenerator some =
            new FilteringGeneratorDelegate(
                all, counted, TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true)) {
      json.writeValue(some, body);
    } catch (IOException e) {
      throw new IllegalStateException("An answer is always JSON: indicates a bug", e);
    }
    long age =
        counted.addressed ? clock.instant().getEpochSecond() / ADDRESS_AGE_MAX.toSeconds() : 0;
    told.writeBytes(Long.toString(age).getBytes(StandardCharsets.UTF_8));
    return UUID.nameUUIDFromBytes(told.toByteArray()).toString();
  }

  /** What counts of an answer: all but these names, wherever they stand in it. */
  private static final class WithoutAddresses extends TokenFilter {
    private boolean addressed;

    @Override
    public boolean includeEmptyObject(boolean contentsFiltered) {
      return true;
    }

    @Override
    public boolean includeEmptyArray(boolean contentsFiltered) {
      return true;
    }

    @Override
    public @Nullable TokenFilter includeProperty(String name) {
      boolean address = ADDRESSES.contains(name);
      addressed |= address;
      // The estimate falls with each second, and its reader counts down as well.
      return address || name.equals(ESTIMATE) ? null : this;
    }
  }
}
