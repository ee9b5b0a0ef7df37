/** fal's look-alike on its own port: queue, run, files and cruelty, with classical operators. */
@NullMarked
package dev.darkroom.emulator;

import org.jspecify.annotations.NullMarked;
