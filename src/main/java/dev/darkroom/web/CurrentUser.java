package dev.darkroom.web;

import jakarta.inject.Singleton;

/** Whose request this is. In local mode there is one user, who is the admin. */
@Singleton
public class CurrentUser {
  /** The user of local mode. */
  public static final String LOCAL = "you@localhost";

  /** The e-mail address, lower-cased. */
  String email() {
    return LOCAL;
  }
}
