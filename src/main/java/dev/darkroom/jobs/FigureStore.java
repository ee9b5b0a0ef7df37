package dev.darkroom.jobs;

/** Counts what the stores keep, at a cost that grows with unfinished jobs and users only. */
public interface FigureStore {

  /**
   * All figures of one moment.
   *
   * @throws StoreException if the store cannot be read
   */
  Figures figures();
}
