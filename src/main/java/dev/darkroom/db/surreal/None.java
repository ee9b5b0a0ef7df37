package dev.darkroom.db.surreal;

/** SurrealDB's "there is nothing here", which is not its NULL. */
enum None {
  NONE
}
