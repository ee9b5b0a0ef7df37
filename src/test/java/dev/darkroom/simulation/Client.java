package dev.darkroom.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.darkroom.jobs.Admission;
import dev.darkroom.jobs.Cancellation;
import dev.darkroom.jobs.Draft;
import dev.darkroom.jobs.Job;
import dev.darkroom.jobs.Phase;
import dev.darkroom.jobs.Terms;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A user and the application between: orders, repeats what was not answered, changes minds. */
final class Client implements Runnable {
  private static final int ORDERS = 3;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final World world;
  private final String user;
  private int keys;
  private int grants;

  Client(World world, String user) {
    this.world = world;
    this.user = user;
  }

  @Override
  public void run() {
    grant(20 + world.weather.below(20));
    for (int order = 0; order < ORDERS; order++) {
      world.timeline.pause(world.weather.between(Duration.ofMillis(10), LONG));
      order();
      if (world.weather.below(4) == 0) {
        grant(1 + world.weather.below(20));
      }
    }
    world.invariants.clientIsDone();
  }

  private void grant(long credits) {
    grants++;
    String ref = "payment-" + grants;
    untilAnswered(
        () -> world.ask(node -> node.credits().grant(user, credits, "bought", ref, node.now())));
    world.invariants.granted(user, ref, credits);
  }

  private void order() {
    world.invariants.ordered();
    keys++;
    String key = world.weather.below(4) == 0 ? null : "key-" + keys;
    int stages = world.weather.below(4) == 0 ? 2 : 1;
    long credits = world.weather.below(10);
    Draft draft =
        new Draft(
            user,
            SimulatedOperation.TYPE,
            JsonNodeFactory.instance.objectNode().put("stages", stages),
            credits,
            Duration.ofMinutes(15),
            terms(key));
    if (key != null && world.weather.below(5) == 0) {
      // A second click, or a second try while the first is still on its way.
      world.invariants.clientBegins();
      world.timeline.spawn(
          null,
          () -> {
            submit(key, node -> node.jobs().submit(draft));
            world.invariants.clientIsDone();
          });
    }
    submit(key, node -> node.jobs().submit(draft)).ifPresent(this::changeOfMind);
  }

  private Terms terms(@Nullable String key) {
    return new Terms.Order(
        key == null || world.plant == Plant.KEY_FORGOTTEN
            ? null
            : new Draft.Idempotency(key, "body of " + key));
  }

  /** The job, if the answer says that there is one. Without a key nothing is sent twice. */
  private Optional<String> submit(@Nullable String key, Function<Node, Admission> order) {
    Optional<Admission> answer =
        key == null ? world.ask(order) : Optional.of(untilAnswered(() -> world.ask(order)));
    return answer.flatMap(
        admission ->
            switch (admission) {
              case Admission.Admitted(Job job) -> accepted(key, job);
              case Admission.AlreadyThere(Job job) -> accepted(key, job);
              case Admission.NotEnoughCredits _, Admission.TooManyUnfinished _ -> Optional.empty();
              case Admission.Joined _,
                  Admission.KeyReused _,
                  Admission.IntakePaused _,
                  Admission.Quoted _ ->
                  throw new Broken("Unasked for: " + admission);
            });
  }

  private Optional<String> accepted(@Nullable String key, Job job) {
    world.invariants.accepted(key == null ? null : user + " " + key, job.id());
    return Optional.of(job.id());
  }

  private void changeOfMind(String jobId) {
    int dice = world.weather.below(6);
    if (dice > 2) {
      return;
    }
    world.invariants.clientBegins();
    world.timeline.spawn(
        null,
        () -> {
          world.timeline.pause(world.weather.between(Duration.ofMillis(10), LONG));
          if (dice < 2) {
            cancel(jobId);
          }
          if (dice > 0) {
            retry(jobId);
          }
          world.invariants.clientIsDone();
        });
  }

  private void cancel(String jobId) {
    Cancellation said =
        untilAnswered(() -> world.ask(node -> node.jobs().cancel(user, jobId).orElseThrow()));
    world.note(said + " to cancel " + jobId);
    world.invariants.cancelAnswered(jobId, said);
  }

  private void retry(String jobId) {
    Job job = untilAnswered(() -> world.ask(node -> node.jobs().find(user, jobId).orElseThrow()));
    if (job.phase() == Phase.FAILED || job.phase() == Phase.CANCELLED) {
      keys++;
      world.invariants.ordered();
      String key = "key-" + keys;
      submit(key, node -> node.jobs().retry(job, terms(key)).orElseThrow());
    }
  }

  /** Asks again, and again later, as an application does that was not answered. */
  private <T> T untilAnswered(Supplier<Optional<T>> question) {
    Duration pause = Duration.ofMillis(200);
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      world.timeline.pause(pause);
      pause = world.shorter(pause.multipliedBy(2), Duration.ofSeconds(20));
    }
  }
}
