package dev.darkroom.bench;

import java.nio.file.Path;
import java.util.List;

/** One measurement of the benchmark. */
interface Measurement {

  /**
   * Measures.
   *
   * @param folder an empty one, deleted afterwards
   */
  List<Figure> run(Path folder, Sizes sizes) throws Exception;
}
