package dev.darkroom.jobs;

import dev.darkroom.credits.CreditStore;
import dev.darkroom.library.LibraryStore;

/** A database with its stores, whichever kind it is. */
public interface Rows extends AutoCloseable {

  JobStore jobs();

  CreditStore credits();

  LibraryStore library();

  OversightStore oversight();

  /** What lies in it, read without the stores. */
  Book book();

  @Override
  void close();
}
