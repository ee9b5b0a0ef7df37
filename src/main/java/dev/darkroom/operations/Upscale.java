package dev.darkroom.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Call;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a picture larger, up to 4 times and at most 4K. */
public final class Upscale implements Operation {
  public static final String TYPE = "upscale";

  private static final double FACTOR_DEFAULT = 2;

  /** The model has nothing to work on in smaller pictures; better said at once. */
  private static final int SIDE_MIN = 16;

  private final Jobs jobs;
  private final LibraryStore library;
  private final Sources sources;
  private final Handover handover;
  private final Results results;
  private final Catalogue.Upscale offer;
  private final JobSettings jobSettings;

  /** An upscale whose jobs are admitted by {@code jobs}. */
  public Upscale(
      Jobs jobs,
      LibraryStore library,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue.Upscale offer,
      JobSettings jobSettings) {
    this.jobs = jobs;
    this.library = library;
    this.sources = sources;
    this.handover = handover;
    this.results = results;
    this.offer = offer;
    this.jobSettings = jobSettings;
  }

  /**
   * What is asked.
   *
   * @param key the user's file; or else
   * @param url its address
   * @param factor 1 to 4, or null for 2; less if the result would be larger than 4K
   */
  public record Request(@Nullable String key, @Nullable String url, @Nullable Double factor) {}

  /** Checks, prices and admits an upscale. */
  public Admission submit(String user, Request request, Terms terms) throws Refusal {
    double asked = factor(request);
    // A replay must be answered although its source may be gone by now.
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try (SubmitPlaces.Place place = sources.place(user);
        Brought brought = sources.brought(place)) {
      Source source =
          sources.named(
              brought,
              user,
              new Named("r2_key", request.key()),
              new Named("image_url", request.url()));
      return brought.admit(jobs, draft(user, source, asked, terms));
    }
  }

  private double factor(Request request) throws Refusal {
    double factor = request.factor() == null ? FACTOR_DEFAULT : request.factor();
    if (!(factor >= 1 && factor <= offer.factorMax())) {
      throw Refusal.badInput(
          "BAD_FACTOR",
          "upscale_factor",
          "upscale_factor must be a number from 1 to %.4g.".formatted(offer.factorMax()));
    }
    return factor;
  }

  private Draft draft(String user, Source source, double asked, Terms terms) throws Refusal {
    requireOriginal(user, source);
    int width = source.width();
    int height = source.height();
    if (Math.min(width, height) < SIDE_MIN) {
      throw Refusal.badInput(
          "PICTURE_TOO_SMALL",
          source.field(),
          "The picture must be at least %d pixels on each side.".formatted(SIDE_MIN));
    }
    double largest = largestFactor(width, height);
    if (largest <= 1) {
      throw Refusal.badInput(
          "UPSCALE_AT_MAX",
          source.field(),
          "This picture is already as large as an upscale can be.");
    }
    double factor = Math.min(asked, largest);
    ObjectNode input =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", source.key().value())
            .put("width", width)
            .put("height", height)
            .put("factor", factor);
    Pins.into(input, List.of(source));
    new CallPlan(offer.model(), JsonNodeFactory.instance.objectNode().put("upscale_factor", factor))
        .into(input, CallPlan.MAIN);
    return new Draft(user, TYPE, input, offer.credits(), jobSettings.imageWithin(), terms);
  }

  private void requireOriginal(String user, Source source) throws Refusal {
    boolean upscaled =
        library
            .find(user, source.key().value())
            .filter(item -> item.jobType().equals(TYPE))
            .isPresent();
    if (upscaled) {
      throw Refusal.badInput(
          "ALREADY_UPSCALED", source.field(), "This picture has been made larger before.");
    }
  }

  /** The factor at which the result just fits, either way up, rounded down to 0.01. */
  private double largestFactor(int width, int height) {
    double fits =
        Math.min(
            (double) offer.longerSideMax() / Math.max(width, height),
            (double) offer.shorterSideMax() / Math.min(width, height));
    return Math.floor(fits * 100 + 1e-9) / 100;
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
    return CallPlan.of(job, CallPlan.MAIN)
        .with("image_url", handover.address(job, job.input().path("source").asText()));
  }

  @Override
  public Output output(Job job) throws StageException {
    LibraryItem item =
        results.picture(
            job,
            job.state().results().getLast().path("image"),
            TYPE,
            Lineage.of(job.input().path("source").asText()));
    return new Output(item.key(), List.of(item));
  }
}
