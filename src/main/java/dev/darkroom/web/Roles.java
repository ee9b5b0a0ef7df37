package dev.darkroom.web;

/** What somebody may do here: the scopes of a token in lower case, and what no token may. */
final class Roles {
  static final String JOBS = "jobs";
  static final String FILES = "files";
  static final String ADMIN = "admin";

  /** Somebody who signed in, and no machine. */
  static final String PERSON = "person";

  private Roles() {}
}
