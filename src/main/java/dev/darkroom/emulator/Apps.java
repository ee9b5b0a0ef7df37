package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** The apps that exist, and how the run of one turns into an outcome. */
final class Apps {
  private static final Logger LOG = Logger.getLogger(Apps.class);

  private final Map<String, Model> models = new HashMap<>();
  private final Set<String> apps = new HashSet<>();
  private final InstantSource clock;

  Apps(List<Model> models, InstantSource clock) {
    this.clock = clock;
    for (Model model : models) {
      this.models.put(model.id(), model);
      apps.add(AppId.of(model.id()).app());
    }
  }

  /** Whether the app exists; a wrong path below it shows only at the result, as with fal. */
  boolean exists(AppId id) {
    return apps.contains(id.app());
  }

  Outcome run(AppId id, JsonNode input, Workbench bench) throws InterruptedException {
    Instant start = clock.instant();
    Model model = models.get(id.full());
    if (model == null) {
      var body = Json.object().put("detail", "Path /" + id.path() + " not found");
      return Outcome.refused(404, body, Duration.ZERO, start);
    }
    try {
      ObjectNode output = model.run(object(input), bench);
      Instant end = clock.instant();
      return Outcome.completed(output, Duration.between(start, end), end);
    } catch (ModelException e) {
      Instant end = clock.instant();
      return Outcome.refused(e.status(), e.body(), Duration.between(start, end), end);
    } catch (IOException | RuntimeException e) {
      LOG.errorf(e, "model %s broke", id.full());
      return Outcome.infrastructure(
          500, "Internal server error", "runner_server_error", clock.instant());
    }
  }

  private static ObjectNode object(JsonNode input) throws ModelException {
    if (input instanceof ObjectNode object) {
      return object;
    }
    throw ModelException.unprocessable("body", "dict_type", "Input should be a valid dictionary");
  }
}
