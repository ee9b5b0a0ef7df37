package dev.darkroom.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.jobs.Call;
import dev.darkroom.jobs.Cause;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Operation;
import dev.darkroom.jobs.Output;
import dev.darkroom.jobs.StageException;
import dev.darkroom.library.LibraryItem;
import dev.darkroom.simulation.Weather.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Hands inputs over, fetches results and stores them, each of which takes time and may fail. */
final class SimulatedOperation implements Operation {
  static final String TYPE = "upscale";
  private static final Cause TROUBLE = new Cause("STORAGE_UNAVAILABLE", "Please try again.");

  private final World world;
  private final Node node;

  SimulatedOperation(World world, Node node) {
    this.world = world;
    this.node = node;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int stages(Job job) {
    return job.input().path("stages").asInt();
  }

  @Override
  public Call call(Job job) throws StageException {
    moment("hands over " + job.id());
    return new Call(
        "sim/model",
        JsonNodeFactory.instance
            .objectNode()
            .put("job", job.id())
            .put("stage", job.state().results().size())
            .put("submit", job.state().counts().submits() + 1)
            .put("last", job.state().results().size() + 1 == stages(job)));
  }

  @Override
  public Output output(Job job) throws StageException {
    String id = job.state().results().getLast().path("request").asText();
    moment("fetches the result of " + job.id());
    String key = key(job.id());
    if (world.plant == Plant.COMPLETE_BEFORE_STORE) {
      world.timeline.spawn(
          null,
          () -> {
            world.timeline.pause(Duration.ofSeconds(2));
            world.storage.put(key, world.provider.request(id).picture());
          });
    } else {
      world.storage.put(key, world.provider.request(id).picture());
    }
    moment("has stored " + job.id());
    return new Output(key, List.of(item(job, key)));
  }

  /** As the server's own: files of failed jobs go. */
  static Consumer<Job> discard(World world) {
    return job -> world.storage.remove(key(job.id()));
  }

  private void moment(String what) throws StageException {
    world.faults.moment(node, what);
    if (world.weather.happens(Fault.STORAGE_FAILS)) {
      throw new StageException(TROUBLE, true, null);
    }
  }

  static String key(String jobId) {
    return "users/x/library/upscale-%s.png".formatted(jobId);
  }

  private LibraryItem item(Job job, String key) {
    return new LibraryItem(
        job.id(),
        job.user(),
        key,
        LibraryItem.Kind.IMAGE,
        "image/png",
        1,
        1,
        1,
        null,
        null,
        "L00000fQfQfQfQfQfQfQfQfQfQfQ",
        job.id(),
        TYPE,
        null,
        null,
        null,
        node.now());
  }
}
