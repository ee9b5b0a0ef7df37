/** The benchmark: figures as ratios against a peer or a limit in the same run. */
@NullMarked
package dev.darkroom.bench;

import org.jspecify.annotations.NullMarked;
