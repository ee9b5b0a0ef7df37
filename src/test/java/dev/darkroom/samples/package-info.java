/** Draws the samples and the templates' scenes, so that the project owns every picture. */
@NullMarked
package dev.darkroom.samples;

import org.jspecify.annotations.NullMarked;
