/** The life of one job: admit, claim, step, record, sweep, events. Knows nothing of pictures. */
@NullMarked
package dev.darkroom.jobs;

import org.jspecify.annotations.NullMarked;
