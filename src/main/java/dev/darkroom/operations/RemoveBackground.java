package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.blobs.BlobKey;
import dev.darkroom.blobs.Blobs;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Call;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.JobSettings;
import dev.darkroom.jobs.Jobs;
import dev.darkroom.jobs.Operation;
import dev.darkroom.jobs.Output;
import dev.darkroom.jobs.StageException;
import dev.darkroom.jobs.Terms;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.library.LibraryStore;
import dev.darkroom.operations.Results.Lineage;
import dev.darkroom.operations.Sources.Named;
import dev.darkroom.operations.Sources.Source;
import dev.darkroom.provider.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the subject out of a picture. The same bytes with the same settings are cut out once: after
 * that the library has the answer, and it is free.
 */
public final class RemoveBackground implements Operation {
  public static final String TYPE = "rembg";

  /** The one resolution that only one variant works at. */
  private static final String DYNAMIC_RESOLUTION = "2304x2304";

  private static final String DYNAMIC_VARIANT = "General Use (Dynamic)";

  /** There is nothing to find in smaller pictures. */
  private static final int SIDE_MIN = 16;

  private static final Cause CHANGED =
      new Cause("SOURCE_CHANGED", "The picture was changed before its turn. Nothing was charged.");

  private final Jobs jobs;
  private final LibraryStore library;
  private final Blobs blobs;
  private final Sources sources;
  private final Stored stored;
  private final Handover handover;
  private final Results results;
  private final Catalogue.Rembg offer;
  private final JobSettings jobSettings;

  /** A background removal whose jobs are admitted by {@code jobs}. */
  public RemoveBackground(
      Jobs jobs,
      LibraryStore library,
      Blobs blobs,
      Sources sources,
      Stored stored,
      Handover handover,
      Results results,
      Catalogue.Rembg offer,
      JobSettings jobSettings) {
    this.jobs = jobs;
    this.library = library;
    this.blobs = blobs;
    this.sources = sources;
    this.stored = stored;
    this.handover = handover;
    this.results = results;
    this.offer = offer;
    this.jobSettings = jobSettings;
  }

  /**
   * What is asked; null stands for the default.
   *
   * @param key the user's file; or else
   * @param url its address; or else
   * @param dataUrl the picture itself
   * @param variant how it is done, by the names that the brief's clients send
   * @param refine whether the background's color is taken out of the edges
   * @param mask whether the mask is wanted too
   */
  public record Request(
      @Nullable String key,
      @Nullable String url,
      @Nullable String dataUrl,
      @Nullable String variant,
      @Nullable String resolution,
      @Nullable String outputFormat,
      @Nullable Boolean refine,
      @Nullable Boolean mask) {}

  /** What comes of a request. */
  public sealed interface Answer {
    /** It was done before. */
    record Known(LibraryItem item) implements Answer {}

    /** It is a job, or why it is none. */
    record Asked(Admission admission) implements Answer {}
  }

  /** Checks, prices and admits a removal, unless its result is there already. */
  public Answer submit(String user, Request request, Terms terms) throws Refusal {
    ObjectNode wish = wish(request);
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return new Answer.Asked(earlier.get());
    }
    try (SubmitPlaces.Place place = sources.place(user);
        Brought brought = sources.brought(place)) {
      Source source = source(brought, user, request);
      if (Math.min(source.width(), source.height()) < SIDE_MIN) {
        throw Refusal.badInput(
            "PICTURE_TOO_SMALL",
            source.field(),
            "The picture must be at least %d pixels on each side.".formatted(SIDE_MIN));
      }
      String bytes = sources.using(source, Fingerprints::ofFile);
      String fingerprint = Fingerprints.of(bytes, offer.model(), wish);
      Optional<LibraryItem> known = known(user, fingerprint);
      if (known.isPresent()) {
        return switch (terms) {
          case Terms.Order _ -> new Answer.Known(known.get());
          case Terms.Quote _ -> new Answer.Asked(jobs.quote(user, 0));
        };
      }
      ObjectNode input =
          JsonNodeFactory.instance
              .objectNode()
              .put("source", source.key().value())
              .put("sha256", bytes)
              .put("fingerprint", fingerprint);
      Pins.into(input, List.of(source));
      new CallPlan(offer.model(), wish).into(input, CallPlan.MAIN);
      return new Answer.Asked(
          brought.admit(
              jobs,
              new Draft(
                  user,
                  TYPE,
                  input,
                  offer.credits(),
                  jobSettings.imageWithin(),
                  terms,
                  fingerprint)));
    }
  }

  private Source source(Brought brought, String user, Request request) throws Refusal {
    Named key = new Named("r2_key", request.key());
    Named url = new Named("image_url", request.url());
    Named data = new Named("data_url", request.dataUrl());
    return data.given() && !key.given() && !url.given()
        ? sources.byData(brought, user, data.field(), String.valueOf(data.value()))
        : sources.named(brought, user, key, url);
  }

  private ObjectNode wish(Request request) throws Refusal {
    String variant = oneOf("model", request.variant(), offer.variants());
    String resolution = oneOf("operating_resolution", request.resolution(), offer.resolutions());
    if (resolution.equals(DYNAMIC_RESOLUTION) && !variant.equals(DYNAMIC_VARIANT)) {
      throw Refusal.badInput(
          "BAD_VALUE",
          "operating_resolution",
          "operating_resolution %s needs model %s.".formatted(DYNAMIC_RESOLUTION, DYNAMIC_VARIANT));
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("model", variant)
        .put("operating_resolution", resolution)
        .put("output_format", oneOf("output_format", request.outputFormat(), offer.outputFormats()))
        .put("refine_foreground", request.refine() == null || request.refine())
        .put("output_mask", request.mask() != null && request.mask());
  }

  private static String oneOf(String field, @Nullable String value, List<String> allowed)
      throws Refusal {
    if (value == null) {
      return allowed.getFirst();
    }
    if (!allowed.contains(value)) {
      throw Refusal.badInput(
          "BAD_VALUE", field, "%s must be one of %s.".formatted(field, String.join(", ", allowed)));
    }
    return value;
  }

  /** An answer whose files somebody deleted by hand is none. */
  private Optional<LibraryItem> known(String user, String fingerprint) {
    return library
        .findMade(user, fingerprint)
        .filter(item -> exists(item.key()))
        .filter(item -> item.maskKey() == null || exists(item.maskKey()));
  }

  private boolean exists(String key) {
    try {
      return blobs.find(BlobKey.of(key)).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("A result could not be looked up", e);
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int stages(Job job) {
    return 1;
  }

  @Override
  public Call call(Job job) throws ProviderException, StageException {
    String source = job.input().path("source").asText();
    requireUnchanged(job, source, job.input().path("sha256").asText());
    return CallPlan.of(job, CallPlan.MAIN).with("image_url", handover.address(job, source));
  }

  /** Its result would be remembered for bytes that it was not made from. */
  private void requireUnchanged(Job job, String source, String sha256) throws StageException {
    String now = stored.using(job, source, (_, file) -> Fingerprints.ofFile(file));
    if (!now.equals(sha256)) {
      throw new StageException(CHANGED, false, null);
    }
  }

  @Override
  public Output output(Job job) throws StageException {
    JsonNode result = job.state().results().getLast();
    boolean masked = CallPlan.of(job, CallPlan.MAIN).input().path("output_mask").asBoolean();
    String mask = masked ? results.mask(job, result.path("mask_image"), TYPE) : null;
    LibraryItem item =
        results.picture(
            job,
            result.path("image"),
            TYPE,
            new Lineage(
                job.input().path("source").asText(),
                mask,
                job.input().path("fingerprint").asText()));
    return new Output(item.key(), List.of(item));
  }
}
