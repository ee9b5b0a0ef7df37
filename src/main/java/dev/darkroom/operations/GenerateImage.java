package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.darkroom.media.CutOut;
import dev.darkroom.media.Picture;
import dev.darkroom.media.PictureException;
import dev.darkroom.media.PictureFormat;
import dev.darkroom.media.PixelPlace;
import dev.darkroom.operations.Results.Lineage;
import dev.darkroom.operations.Sources.Source;
import dev.darkroom.provider.ProviderException;
import dev.darkroom.templates.Template;
import dev.darkroom.templates.TemplateException;
import dev.darkroom.templates.TemplateStore;
import dev.darkroom.templates.Vehicle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a picture from a template and the user's photos. If asked, the subject of each photo is cut
 * out first: a stage of the job for each, before the one that generates.
 */
public final class GenerateImage implements Operation {
  public static final String TYPE = "image";

  private static final Cause NO_SUBJECT =
      new Cause("NO_SUBJECT", "No subject could be cut out of the photo. Nothing was charged.");

  private final Jobs jobs;
  private final TemplateStore templates;
  private final Sources sources;
  private final Handover handover;
  private final Results results;
  private final Catalogue catalogue;
  private final JobSettings jobSettings;
  private final long pixelsMax;

  /** An image generation whose jobs are admitted by {@code jobs}. */
  public GenerateImage(
      Jobs jobs,
      TemplateStore templates,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings,
      OperationSettings settings) {
    this.jobs = jobs;
    this.templates = templates;
    this.sources = sources;
    this.handover = handover;
    this.results = results;
    this.catalogue = catalogue;
    this.jobSettings = jobSettings;
    this.pixelsMax = settings.pixelsMax();
  }

  /**
   * What is asked.
   *
   * @param slug names the template; or else
   * @param id does
   * @param keys the user's files
   * @param dataUrls photos in the request itself, after those
   * @param variables by key, as text
   * @param isolate whether the subject is cut out first
   */
  public record Request(
      @Nullable String slug,
      @Nullable String id,
      List<String> keys,
      List<String> dataUrls,
      Map<String, String> variables,
      Vehicle vehicle,
      boolean isolate) {}

  /** Checks, prices and admits a generation. */
  public Admission submit(String user, Request request, Terms terms) throws Refusal {
    requirePhotos(request);
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Template template = new TemplateName(request.slug(), request.id()).in(templates);
    String id = template.model() == null ? catalogue.image().model() : template.model();
    Catalogue.Model model = model(id);
    String prompt = expanded(template, request);
    try (SubmitPlaces.Place place = sources.place(user);
        Brought brought = sources.brought(place)) {
      List<Source> photos = photos(brought, user, request, model.imagesMax());
      int room = model.imagesMax() - photos.size();
      List<String> own = template.imageKeys();
      ObjectNode input =
          JsonNodeFactory.instance
              .objectNode()
              .put("source", photos.getFirst().key().value())
              .put("template", template.slug())
              .put("prompt", prompt)
              .put("isolate", request.isolate());
      if (template.aspectRatio() != null) {
        input.put("aspectRatio", template.aspectRatio());
      }
      own.subList(Math.max(0, own.size() - room), own.size())
          .forEach(input.putArray("scenes")::add);
      ArrayNode keys = input.putArray("photos");
      photos.forEach(photo -> keys.add(photo.key().value()));
      Pins.into(input, photos);
      EditPlan.of(id, model, prompt, "jpeg", template.aspectRatio(), photos.getLast())
          .into(input, CallPlan.MAIN);
      Catalogue.Fixed isolate = catalogue.image().isolate();
      if (request.isolate()) {
        new CallPlan(isolate.model(), isolate.input()).into(input, CallPlan.FIRST);
      }
      return brought.admit(
          jobs,
          new Draft(
              user, TYPE, input, catalogue.image().credits(), jobSettings.imageWithin(), terms));
    }
  }

  private void requirePhotos(Request request) throws Refusal {
    int photos = request.keys().size() + request.dataUrls().size();
    if (photos == 0) {
      throw Refusal.badInput(
          "IMAGES_REQUIRED",
          "userImageKeys",
          "Bring at least one photo: send userImageKeys or userImageDataUrls.");
    }
    if (photos > catalogue.image().imagesMax()) {
      throw Refusal.badInput(
          "TOO_MANY_IMAGES",
          request.keys().isEmpty() ? "userImageDataUrls" : "userImageKeys",
          "Bring at most %d photos.".formatted(catalogue.image().imagesMax()));
    }
  }

  /** A template may be older than the catalogue. */
  private Catalogue.Model model(String id) throws Refusal {
    return catalogue
        .model(id)
        .orElseThrow(
            () ->
                Refusal.badInput(
                    "MODEL_UNKNOWN", "templateSlug", "This template is not offered any more."));
  }

  private static String expanded(Template template, Request request) throws Refusal {
    try {
      return template.expand(request.variables(), request.vehicle());
    } catch (TemplateException e) {
      throw Refusal.badInput(e.code(), e.field(), e.words());
    }
  }

  /** The last ones, as many as the model looks at. */
  private List<Source> photos(Brought brought, String user, Request request, int most)
      throws Refusal {
    int keys = request.keys().size();
    int all = keys + request.dataUrls().size();
    List<Source> photos = new ArrayList<>();
    for (int i = Math.max(0, all - most); i < all; i++) {
      photos.add(
          i < keys
              ? sources.byKey(user, "userImageKeys[%d]".formatted(i), request.keys().get(i))
              : sources.byData(
                  brought,
                  user,
                  "userImageDataUrls[%d]".formatted(i - keys),
                  request.dataUrls().get(i - keys)));
    }
    return photos;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int stages(Job job) {
    return isolates(job) ? keys(job, "photos").size() + 1 : 1;
  }

  @Override
  public Call call(Job job) throws ProviderException, StageException {
    List<String> photos = keys(job, "photos");
    int stage = job.state().results().size();
    if (isolates(job) && stage < photos.size()) {
      return CallPlan.of(job, CallPlan.FIRST)
          .with("image_url", handover.corrected(job, photos.get(stage)));
    }
    List<String> addresses = new ArrayList<>();
    for (String scene : keys(job, "scenes")) {
      addresses.add(handover.address(job, scene));
    }
    for (int i = 0; i < photos.size(); i++) {
      addresses.add(isolates(job) ? isolated(job, i) : handover.corrected(job, photos.get(i)));
    }
    return CallPlan.of(job, CallPlan.MAIN).with("image_urls", addresses);
  }

  /** The subject of a photo before black, made from the result of its stage. */
  private String isolated(Job job, int photo) throws ProviderException, StageException {
    JsonNode cutOut = job.state().results().get(photo).path("image");
    return handover.made(
        "isolated %s %d".formatted(job.id(), photo),
        to -> results.fetch(job, cutOut, file -> beforeBlack(job, file, to)));
  }

  private PictureFormat beforeBlack(Job job, Path file, Path to)
      throws IOException, StageException {
    String aspectRatio = job.input().path("aspectRatio").asText();
    try (PixelPlace _ = PixelPlace.take();
        Picture cutOut = Picture.read(file, pixelsMax);
        Picture alone = beforeBlack(cutOut, aspectRatio)) {
      return Handover.write(alone, to);
    }
  }

  private static Picture beforeBlack(Picture cutOut, String aspectRatio) throws StageException {
    try {
      if (aspectRatio.isEmpty()) {
        return CutOut.onBlack(cutOut);
      }
      String[] sides = aspectRatio.split(":", -1);
      return CutOut.centered(cutOut, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    } catch (PictureException e) {
      throw new StageException(NO_SUBJECT, false, e);
    }
  }

  private static boolean isolates(Job job) {
    return job.input().path("isolate").asBoolean();
  }

  private static List<String> keys(Job job, String field) {
    List<String> keys = new ArrayList<>();
    job.input().path(field).forEach(key -> keys.add(key.asText()));
    return keys;
  }

  @Override
  public Output output(Job job) throws StageException {
    JsonNode image = job.state().results().getLast().path("images").path(0);
    LibraryItem item =
        results.picture(job, image, "gen", Lineage.of(job.input().path("source").asText()));
    return new Output(item.key(), List.of(item));
  }
}
