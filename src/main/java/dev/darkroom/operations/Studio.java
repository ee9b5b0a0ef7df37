package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import dev.darkroom.operations.Results.Lineage;
import dev.darkroom.operations.Sources.Source;
import dev.darkroom.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one picture out of several, by words. */
public final class Studio implements Operation {
  public static final String TYPE = "studio";

  private final Jobs jobs;
  private final Sources sources;
  private final Handover handover;
  private final Results results;
  private final Catalogue.Studio offer;
  private final Catalogue.Model model;
  private final JobSettings jobSettings;

  /** A studio whose jobs are admitted by {@code jobs}. */
  public Studio(
      Jobs jobs,
      Sources sources,
      Handover handover,
      Results results,
      Catalogue catalogue,
      JobSettings jobSettings) {
    this.jobs = jobs;
    this.sources = sources;
    this.handover = handover;
    this.results = results;
    this.offer = catalogue.studio();
    this.model = catalogue.model(offer.model()).orElseThrow();
    this.jobSettings = jobSettings;
  }

  /**
   * What is asked.
   *
   * @param keys the user's files
   * @param urls other pictures, after those
   */
  public record Request(@Nullable String prompt, List<String> keys, List<String> urls) {}

  /** Checks, prices and admits it. */
  public Admission submit(String user, Request request, Terms terms) throws Refusal {
    String prompt = Prompts.required(request.prompt());
    requirePictures(request);
    Optional<Admission> earlier = jobs.earlier(user, terms);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try (SubmitPlaces.Place place = sources.place(user);
        Brought brought = sources.brought(place)) {
      List<Source> pictures = pictures(brought, user, request);
      ObjectNode input =
          JsonNodeFactory.instance
              .objectNode()
              .put("source", pictures.getFirst().key().value())
              .put("prompt", prompt);
      ArrayNode keys = input.putArray("images");
      pictures.forEach(picture -> keys.add(picture.key().value()));
      Pins.into(input, pictures);
      EditPlan.of(offer.model(), model, prompt, "jpeg", null, pictures.getLast())
          .into(input, CallPlan.MAIN);
      return brought.admit(
          jobs, new Draft(user, TYPE, input, offer.credits(), jobSettings.imageWithin(), terms));
    }
  }

  /** Nothing is left out silently here: all pictures are looked at, or the request is refused. */
  private void requirePictures(Request request) throws Refusal {
    int pictures = request.keys().size() + request.urls().size();
    if (pictures == 0) {
      throw Refusal.badInput(
          "IMAGES_REQUIRED",
          "image_urls",
          "Bring at least one picture: send image_urls or image_keys.");
    }
    if (pictures > model.imagesMax()) {
      throw Refusal.badInput(
          "TOO_MANY_IMAGES",
          request.urls().isEmpty() ? "image_keys" : "image_urls",
          "Bring at most %d pictures.".formatted(model.imagesMax()));
    }
  }

  private List<Source> pictures(Brought brought, String user, Request request) throws Refusal {
    List<Source> pictures = new ArrayList<>();
    for (int i = 0; i < request.keys().size(); i++) {
      pictures.add(sources.byKey(user, "image_keys[%d]".formatted(i), request.keys().get(i)));
    }
    for (int i = 0; i < request.urls().size(); i++) {
      String field = "image_urls[%d]".formatted(i);
      pictures.add(sources.byAddress(brought, user, field, request.urls().get(i)));
    }
    return pictures;
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
    List<String> addresses = new ArrayList<>();
    for (JsonNode key : job.input().path("images")) {
      addresses.add(handover.address(job, key.asText()));
    }
    return CallPlan.of(job, CallPlan.MAIN).with("image_urls", addresses);
  }

  @Override
  public Output output(Job job) throws StageException {
    JsonNode image = job.state().results().getLast().path("images").path(0);
    LibraryItem item =
        results.picture(job, image, TYPE, Lineage.of(job.input().path("source").asText()));
    return new Output(item.key(), List.of(item));
  }
}
