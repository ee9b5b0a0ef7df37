/** Draws the sample pictures, so that the project owns every one of them. */
@NullMarked
package dev.darkroom.samples;

import org.jspecify.annotations.NullMarked;
