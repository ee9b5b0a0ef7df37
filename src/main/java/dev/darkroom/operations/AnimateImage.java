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
import dev.darkroom.operations.Animator.Choice;
import dev.darkroom.operations.Animator.Wish;
import dev.darkroom.operations.Results.Lineage;
import dev.darkroom.operations.Sources.Source;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.templates.Motion;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateException;
import dev.darkroom.templates.TemplateStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a video that begins with a picture, by a template or by words alone. */
public final class AnimateImage implements Operation {
  public static final String TYPE = "video";

  private static final Wish ANYTHING = new Wish(null, null, null, null, null);

  private final Jobs jobs;
  private final TemplateStore templates;
  private final Sources sources;
  private final Handover handover;
  private final Results results;
  private final Catalogue.Video offer;
  private final JobSettings jobSettings;

  /** An animation whose jobs are admitted by {@code jobs}. */
  public AnimateImage(
      Jobs jobs,
      TemplateStore templates,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue.Video offer,
      JobSettings jobSettings) {
    this.jobs = jobs;
    this.templates = templates;
    this.sources = sources;
    this.handover = handover;
    this.results = results;
    this.offer = offer;
    this.jobSettings = jobSettings;
  }

  /**
   * What is asked; null where nothing is said.
   *
   * @param startImage the first picture of the video; stays the caller's
   * @param slug names the template; or else
   * @param id does; or the prompt says all
   * @param prompt instead of the template's
   * @param duration seconds; the nearest that is offered counts, as for resolution and ratio
   * @param variables by key, as text
   * @param provider instead of the template's
   */
  public record Request(
      @Nullable Path startImage,
      @Nullable String slug,
      @Nullable String id,
      @Nullable String prompt,
      @Nullable Double duration,
      @Nullable String resolution,
      @Nullable String aspectRatio,
      @Nullable Boolean cameraFixed,
      @Nullable Long seed,
      Map<String, String> variables,
      @Nullable String provider) {

    Wish wish() {
      return new Wish(duration, resolution, aspectRatio, cameraFixed, seed);
    }
  }

  /** What a template wants of its videos. */
  static Wish wish(Motion motion) {
    return new Wish(
        motion.duration(), motion.resolution(), motion.aspectRatio(), motion.cameraFixed(), null);
  }

  /** Checks, prices and admits an animation. */
  public Admission submit(String user, Request request, Terms terms) throws Refusal {
    Path image = request.startImage();
    if (image == null) {
      throw Refusal.badInput(
          "START_IMAGE_REQUIRED", "startImage", "The form field startImage is missing.");
    }
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    TemplateName name = new TemplateName(request.slug(), request.id());
    Template template = name.given() ? name.in(templates) : null;
    Motion motion = template == null ? null : template.motion();
    Animator animator = animator(request, motion, name);
    Choice choice = animator.choose(request.wish().or(motion == null ? ANYTHING : wish(motion)));
    String prompt = prompt(request, template);
    try (SubmitPlaces.Place place = sources.place(user);
        Brought brought = sources.brought(place)) {
      Source source = sources.byFile(brought, user, "startImage", image);
      ObjectNode input =
          JsonNodeFactory.instance
              .objectNode()
              .put("source", source.key().value())
              .put("prompt", prompt)
              .put("duration", choice.duration())
              .put("resolution", choice.resolution())
              .put("aspectRatio", choice.aspectRatio());
      Pins.into(input, List.of(source));
      if (template != null) {
        input.put("template", template.slug());
      }
      new CallPlan(animator.model(), choice.input(prompt)).into(input, CallPlan.MAIN);
      return brought.admit(
          jobs,
          new Draft(
              user,
              TYPE,
              input,
              offer.credits(animator, choice),
              jobSettings.videoWithin(),
              terms));
    }
  }

  private Animator animator(Request request, @Nullable Motion motion, TemplateName template)
      throws Refusal {
    boolean own = request.provider() != null && !request.provider().isBlank();
    // A template may be older than the catalogue.
    return own || motion == null
        ? offer.animator(request.provider(), "provider")
        : offer.animator(motion.provider(), template.field());
  }

  private static String prompt(Request request, @Nullable Template template) throws Refusal {
    Motion motion = template == null ? null : template.motion();
    String text;
    if (request.prompt() != null && !request.prompt().isBlank()) {
      text = Prompts.required(request.prompt());
    } else if (motion != null) {
      text = motion.prompt();
    } else if (template != null) {
      throw Refusal.badInput(
          "PROMPT_REQUIRED", "prompt", "This template says nothing of videos: send a prompt.");
    } else {
      throw Refusal.badInput(
          "TEMPLATE_REQUIRED",
          "templateSlug",
          "Say how the picture shall move: send templateSlug, or prompt.");
    }
    try {
      return template == null ? text : template.expandMotion(text, request.variables());
    } catch (TemplateException e) {
      throw Refusal.badInput(e.code(), e.field(), e.words());
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
        .with("image_url", handover.address(job, job.input().path("source").asText()));
  }

  @Override
  public Output output(Job job) throws StageException {
    LibraryItem item =
        results.video(
            job,
            job.state().results().getLast().path("video"),
            TYPE,
            Lineage.of(job.input().path("source").asText()));
    return new Output(item.key(), List.of(item));
  }
}
