/** The embedded default: one SQLite file, one writer, many readers. */
@NullMarked
package dev.darkroom.db.sqlite;

import org.jspecify.annotations.NullMarked;
