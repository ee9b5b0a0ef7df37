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
  /** The call that makes the result. */
  static final String MAIN = "main";

  /** The call of the stages before it. */
  static final String FIRST = "first";

  /** Where a job carries its plans; nobody outside is told of them. */
  private static final String FIELD = "calls";

  /** Writes it into a job's input under one of the names above. */
  void into(ObjectNode jobInput, String name) {
    jobInput.withObjectProperty(FIELD).putObject(name).put("model", model).set("input", input);
  }

  /** A plan that the job carries. */
  static CallPlan of(Job job, String name) {
    JsonNode plan = job.input().path(FIELD).path(name);
    if (!(plan.path("input") instanceof ObjectNode input)) {
      throw new IllegalStateException(
          "Job %s carries no %s call: indicates a bug".formatted(job.id(), name));
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
