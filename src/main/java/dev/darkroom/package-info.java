/** Wiring: producers, clock, ids, start-up checks. */
@NullMarked
package dev.darkroom;

import org.jspecify.annotations.NullMarked;
