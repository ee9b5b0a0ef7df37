/**
 * The real engine and the real store on a clock that is not, with everything around them at its
 * worst: a provider, a storage and a network that are simulated, and servers that die at any write.
 * A case is made from its seed alone, so that one that fails can be lived through again.
 */
@NullMarked
package dev.darkroom.simulation;

import org.jspecify.annotations.NullMarked;
