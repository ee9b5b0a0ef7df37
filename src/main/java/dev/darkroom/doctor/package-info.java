/** Compares rows and files, and names what does not fit together. */
@NullMarked
package dev.darkroom.doctor;

import org.jspecify.annotations.NullMarked;
