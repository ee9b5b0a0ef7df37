package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.darkroom.media.Box;
import dev.darkroom.media.Mask;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PixelPlace;
import dev.darkroom.media.Seen;
import dev.darkroom.media.Stitch;
import dev.darkroom.operations.Results.Lineage;
import dev.darkroom.operations.Sources.Named;
import dev.darkroom.operations.Sources.Source;
import dev.darkroom.provider.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Edits a region of a picture by words: the region alone goes to the model, and the edited one is
 * laid over the original, of which every other pixel stays as it was.
 */
public final class DrawToEdit implements Operation {
  public static final String TYPE = "draw_to_edit";

  private static final String PREFIX = "draw-to-edit";

  private final Jobs jobs;
  private final Sources sources;
  private final Handover handover;
  private final Results results;
  private final Stored stored;
  private final Catalogue.DrawToEdit offer;
  private final Catalogue.Model model;
  private final JobSettings jobSettings;
  private final long pixelsMax;

  /** An edit whose jobs are admitted by {@code jobs}. */
  public DrawToEdit(
      Jobs jobs,
      Sources sources,
      Handover handover,
      Results results,
      Stored stored,
      Catalogue catalogue,
      JobSettings jobSettings,
      OperationSettings settings) {
    this.jobs = jobs;
    this.sources = sources;
    this.handover = handover;
    this.results = results;
    this.stored = stored;
    this.offer = catalogue.drawToEdit();
    this.model = catalogue.model(offer.model()).orElseThrow();
    this.jobSettings = jobSettings;
    this.pixelsMax = settings.pixelsMax();
  }

  /**
   * What is asked.
   *
   * @param region an address of the region, cut out
   * @param box where it lies on the original, in pixels; may reach over the edges
   * @param originalKey the user's file; or else
   * @param originalUrl its address
   * @param carMaskUrl an address of a mask of the original's size: white where the car is
   */
  public record Request(
      @Nullable String prompt,
      @Nullable String region,
      @Nullable Corners box,
      @Nullable String originalKey,
      @Nullable String originalUrl,
      @Nullable String carMaskUrl) {}

  /** A box as it was sent. */
  public record Corners(
      @Nullable Double x, @Nullable Double y, @Nullable Double width, @Nullable Double height) {}

  /** Checks, prices and admits an edit. */
  public Admission submit(String user, Request request, Terms terms) throws Refusal {
    String prompt = Prompts.required(request.prompt());
    Box box = Boxes.required(request.box());
    Named region = new Named("imageDataUrl", request.region());
    if (!region.given()) {
      throw Refusal.badInput(
          "SOURCE_REQUIRED", region.field(), "Send the region to edit as imageDataUrl.");
    }
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try (SubmitPlaces.Place place = sources.place(user);
        Brought brought = sources.brought(place)) {
      Source original =
          sources.named(
              brought,
              user,
              new Named("originalKey", request.originalKey()),
              new Named("originalImageDataUrl", request.originalUrl()));
      Boxes.requireFits(box, original, pixelsMax);
      Source cut = sources.byAddress(brought, user, region.field(), String.valueOf(region.value()));
      long credits = price(place, user, box, original, request.carMaskUrl());
      ObjectNode input = input(original, cut, box, prompt);
      EditPlan.of(offer.model(), model, prompt, "png", null, cut).into(input, CallPlan.MAIN);
      return brought.admit(
          jobs, new Draft(user, TYPE, input, credits, jobSettings.imageWithin(), terms));
    }
  }

  private static ObjectNode input(Source original, Source region, Box box, String prompt) {
    ObjectNode input =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", original.key().value())
            .put("region", region.key().value())
            .put("prompt", prompt);
    Pins.into(input, List.of(original, region));
    Boxes.write(box, input.putObject("boundingBox"));
    return input;
  }

  /** The mask is only looked at; it does not stay. */
  private long price(
      SubmitPlaces.Place place, String user, Box box, Source original, @Nullable String maskUrl)
      throws Refusal {
    Named mask = new Named("carMaskUrl", maskUrl);
    if (!mask.given()) {
      return offer.credits();
    }
    try (Brought passing = sources.brought(place)) {
      Source source = sources.byAddress(passing, user, mask.field(), String.valueOf(mask.value()));
      if (source.width() != original.width() || source.height() != original.height()) {
        throw Refusal.badInput(
            "MASK_SIZE",
            mask.field(),
            "The mask has %d × %d pixels, and the picture %d × %d."
                .formatted(source.width(), source.height(), original.width(), original.height()));
      }
      long touched =
          sources.using(
              source,
              file -> {
                try (PixelPlace _ = PixelPlace.take();
                    Picture picture = Picture.read(file, pixelsMax)) {
                  return Mask.pixelsInside(picture, box);
                }
              });
      return touched > 0 ? offer.credits() + offer.carMaskCredits() : offer.credits();
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
    String region = handover.address(job, job.input().path("region").asText());
    return CallPlan.of(job, CallPlan.MAIN).with("image_urls", List.of(region));
  }

  @Override
  public Output output(Job job) throws StageException {
    JsonNode edited = job.state().results().getLast().path("images").path(0);
    String source = job.input().path("source").asText();
    Box box = Boxes.read(job.input().path("boundingBox"));
    LibraryItem item =
        results.fetch(
            job,
            edited,
            file -> {
              // Beside the fetched file, where leftovers of a killed process are swept.
              Path stitched = file.resolveSibling(file.getFileName() + ".stitched");
              try {
                Seen made = stitch(job, source, file, box, stitched);
                return results.keep(job, stitched, made, PREFIX, Lineage.of(source));
              } finally {
                Files.deleteIfExists(stitched);
              }
            });
    return new Output(item.key(), List.of(item));
  }

  private Seen stitch(Job job, String source, Path edited, Box box, Path to) throws StageException {
    try (PixelPlace _ = PixelPlace.take()) {
      // Whether it is one shows here: what breaks below is the original.
      Picture.read(edited, pixelsMax).close();
    }
    return stored.<Seen, RuntimeException>using(
        job,
        source,
        (_, original) -> {
          try (PixelPlace _ = PixelPlace.take();
              Picture region = Picture.read(edited, pixelsMax)) {
            return Stitch.png(original, region, box, pixelsMax, to);
          }
        });
  }
}
