/** What can be done, one file each: its request, limits, price, provider calls and output. */
@NullMarked
package dev.darkroom.operations;

import org.jspecify.annotations.NullMarked;
