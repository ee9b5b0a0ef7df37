package dev.darkroom.operations;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.blobs.BlobKey;
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
import dev.darkroom.operations.Clips.Clip;
import dev.darkroom.operations.Results.Lineage;
import dev.darkroom.provider.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a video larger, up to twice and at most full HD. */
public final class UpscaleVideo implements Operation {
  public static final String TYPE = "video_upscale";

  /** Who made a file that has been made larger: only such a one is interpolated. */
  private static final Set<String> LARGER = Set.of(TYPE, InterpolateVideo.TYPE);

  private static final String FIELD = "r2_key";

  private final Jobs jobs;
  private final LibraryStore library;
  private final Clips clips;
  private final Handover handover;
  private final Results results;
  private final Catalogue.VideoUpscale offer;
  private final JobSettings jobSettings;

  /** An upscale whose jobs are admitted by {@code jobs}. */
  public UpscaleVideo(
      Jobs jobs,
      LibraryStore library,
      Clips clips,
      Handover handover,
      Results results,
      Catalogue.VideoUpscale offer,
      JobSettings jobSettings) {
    this.jobs = jobs;
    this.library = library;
    this.clips = clips;
    this.handover = handover;
    this.results = results;
    this.offer = offer;
    this.jobSettings = jobSettings;
  }

  /**
   * Checks, prices and admits an upscale.
   *
   * @param key the user's file
   */
  public Admission submit(String user, @Nullable String key, Terms terms) throws Refusal {
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    BlobKey source = clips.key(user, FIELD, key);
    requireOriginal(user, source);
    Clip clip = clips.read(source, FIELD);
    double factor = factor(clip.video().width(), clip.video().height());
    if (factor <= 1) {
      throw Refusal.badInput(
          "UPSCALE_AT_MAX", FIELD, "This video is already as large as an upscale can be.");
    }
    ObjectNode input =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", clip.key().value())
            .put("name", clip.name())
            .put("factor", factor);
    Pins.into(input, clip.key().value(), clip.etag());
    new CallPlan(offer.model(), JsonNodeFactory.instance.objectNode().put("upscale_factor", factor))
        .into(input, CallPlan.MAIN);
    long credits = offer.credits(clip.video().seconds(), clip.video().rate().fps(), clip.pixels());
    return jobs.submit(new Draft(user, TYPE, input, credits, jobSettings.videoWithin(), terms));
  }

  private void requireOriginal(String user, BlobKey source) throws Refusal {
    boolean upscaled =
        library
            .find(user, source.value())
            .filter(item -> LARGER.contains(item.jobType()))
            .isPresent();
    if (upscaled) {
      throw Refusal.badInput("ALREADY_UPSCALED", FIELD, "This video has been made larger before.");
    }
  }

  /** As much as fits, either way up, rounded down to 0.01. */
  private double factor(int width, int height) {
    double fits =
        Math.min(
            (double) offer.longerSideMax() / Math.max(width, height),
            (double) offer.shorterSideMax() / Math.min(width, height));
    return Math.floor(Math.min(offer.factorMax(), fits) * 100 + 1e-9) / 100;
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
        .with("video_url", handover.video(job, job.input().path("source").asText()));
  }

  @Override
  public Output output(Job job) throws StageException {
    LibraryItem item =
        results.video(
            job,
            job.state().results().getLast().path("video"),
            "upscaled-" + job.input().path("name").asText(),
            Lineage.of(job.input().path("source").asText()));
    return new Output(item.key(), List.of(item));
  }
}
