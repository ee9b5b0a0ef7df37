/** A saved recipe for a picture, and how its prompt expands. */
@NullMarked
package dev.darkroom.templates;

import org.jspecify.annotations.NullMarked;
