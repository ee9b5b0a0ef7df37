/** The user's view of own files, with lineage. */
@NullMarked
package dev.darkroom.library;

import org.jspecify.annotations.NullMarked;
