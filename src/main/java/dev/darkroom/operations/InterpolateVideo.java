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
import org.jspecify.annotations.Nullable;

/** Makes the motion of an upscaled video smoother: puts frames between its frames. */
public final class InterpolateVideo implements Operation {
  public static final String TYPE = "video_interpolate";

  private static final String FIELD = "r2_key";

  private final Jobs jobs;
  private final LibraryStore library;
  private final Clips clips;
  private final Handover handover;
  private final Results results;
  private final Catalogue.VideoInterpolate offer;
  private final JobSettings jobSettings;

  /** An interpolation whose jobs are admitted by {@code jobs}. */
  public InterpolateVideo(
      Jobs jobs,
      LibraryStore library,
      Clips clips,
      Handover handover,
      Results results,
      Catalogue.VideoInterpolate offer,
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
   * Checks, prices and admits an interpolation.
   *
   * @param key the user's file
   */
  public Admission submit(String user, @Nullable String key, Terms terms) throws Refusal {
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    BlobKey source = clips.key(user, FIELD, key);
    requireUpscaled(user, source);
    Clip clip = clips.read(source, FIELD);
    ObjectNode input =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", clip.key().value())
            .put("name", clip.name());
    Pins.into(input, clip.key().value(), clip.etag());
    ObjectNode settings =
        JsonNodeFactory.instance
            .objectNode()
            .put("num_frames", offer.framesBetween())
            .put("use_scene_detection", offer.sceneDetection())
            .put("use_calculated_fps", true);
    new CallPlan(offer.model(), settings).into(input, CallPlan.MAIN);
    long credits = offer.credits(clip.video().seconds(), clip.pixels());
    return jobs.submit(new Draft(user, TYPE, input, credits, jobSettings.videoWithin(), terms));
  }

  private void requireUpscaled(String user, BlobKey source) throws Refusal {
    String madeBy = library.find(user, source.value()).map(LibraryItem::jobType).orElse("nobody");
    if (madeBy.equals(TYPE)) {
      throw Refusal.badInput(
          "ALREADY_INTERPOLATED", FIELD, "This video has been made smoother before.");
    }
    if (!madeBy.equals(UpscaleVideo.TYPE)) {
      throw Refusal.badInput("UPSCALE_REQUIRED", FIELD, "Make this video larger first.");
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
    return CallPlan.of(job, CallPlan.MAIN)
        .with("video_url", handover.video(job, job.input().path("source").asText()));
  }

  @Override
  public Output output(Job job) throws StageException {
    LibraryItem item =
        results.video(
            job,
            job.state().results().getLast().path("video"),
            "60fps-" + job.input().path("name").asText(),
            Lineage.of(job.input().path("source").asText()));
    return new Output(item.key(), List.of(item));
  }
}
