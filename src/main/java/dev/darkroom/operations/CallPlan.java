package dev.darkroom.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.jobs.Call;
import dev.darkroom.jobs.Job;
import java.util.List;

/**
 * A call to the provider as it is decided at the submit: all but the addresses of its pictures. The
 * job carries it, so that a change of template or catalogue does not reach a job under way.
 *
 * @param model the provider's full model id
 */
record CallPlan(String model, ObjectNode input) {
  private static final String FIELD = "call";

  /** Writes it into a job's input. */
  void into(ObjectNode jobInput) {
    jobInput.putObject(FIELD).put("model", model).set("input", input);
  }

  /** The plan that the job carries. */
  static CallPlan of(Job job) {
    JsonNode plan = job.input().path(FIELD);
    if (!(plan.path("input") instanceof ObjectNode input)) {
      throw new IllegalStateException(
          "Job %s carries no call: indicates a bug".formatted(job.id()));
    }
    return new CallPlan(plan.path("model").asText(), input.deepCopy());
  }

  /** The call with the address of its one picture. */
  Call with(String field, String address) {
    return new Call(model, input.deepCopy().put(field, address));
  }

  /** The call with the addresses of its pictures, in order. */
  Call with(String field, List<String> addresses) {
    ObjectNode whole = input.deepCopy();
    addresses.forEach(whole.putArray(field)::add);
    return new Call(model, whole);
  }
}
