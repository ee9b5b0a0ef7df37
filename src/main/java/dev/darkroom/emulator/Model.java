package dev.darkroom.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** One model app of the emulator, under the id and with the schema of the real one. */
public interface Model {

  /** Full id, such as {@code fal-ai/clarity-upscaler}. */
  String id();

  /**
   * Does the work; must give the same output for the same input.
   *
   * @param input the body of the submit, not checked yet
   * @return the bare output; URLs in it come from {@link Workbench#publish}
   * @throws ModelException what the real model would refuse, with its status and body
   * @throws InterruptedException when the emulator closes or the caller cancelled
   */
  ObjectNode run(ObjectNode input, Workbench bench)
      throws ModelException, IOException, InterruptedException;
}
