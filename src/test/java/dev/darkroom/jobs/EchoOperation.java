package dev.darkroom.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** An operation without pictures: as many stages as asked, and troubles that a test orders. */
public final class EchoOperation implements Operation {
  private final int stages;
  private final List<Exception> outputTroubles = new ArrayList<>();
  private Runnable handingOver = () -> {};
  private Runnable storing = () -> {};

  public EchoOperation(int stages) {
    this.stages = stages;
  }

  /** The next outputs meet these troubles, one each. */
  public void trouble(Exception... next) {
    outputTroubles.addAll(List.of(next));
  }

  /** Happens whenever a job's inputs are handed over. */
  public void whileHandingOver(Runnable does) {
    handingOver = does;
  }

  /** Happens whenever a job's output is about to be stored. */
  public void whileStoring(Runnable does) {
    storing = does;
  }

  @Override
  public String type() {
    return "upscale";
  }

  @Override
  public int stages(Job job) {
    return stages;
  }

  @Override
  public Call call(Job job) {
    handingOver.run();
    return new Call(
        Engine.MODEL,
        JsonNodeFactory.instance
            .objectNode()
            .put("job", job.id())
            .put("stage", job.state().results().size()));
  }

  @Override
  public Output output(Job job) throws StageException {
    storing.run();
    if (!outputTroubles.isEmpty()) {
      Exception trouble = outputTroubles.removeFirst();
      if (trouble instanceof StageException stage) {
        throw stage;
      }
      throw (RuntimeException) trouble;
    }
    return Fixtures.output(job);
  }
}
