package dev.darkroom.access;

/** What a token may be used for. */
public enum Scope {
  /** Submits, reads and ends jobs; reads prices, templates and credits. */
  JOBS,
  /** Brings, reads and deletes files, and sees the library. */
  FILES,
  /** What only an admin may do, if its user is one. */
  ADMIN
}
